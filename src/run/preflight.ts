/** Before the load: checks a few predictions, and that the endpoint is in service. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { askAll } from '../check/ask-all.ts';
import type { CheckResult } from '../check/check-report.ts';
import { chooseQuestions } from '../check/choose-questions.ts';
import { refuseUnlessMostlyCorrect } from '../check/mostly-correct.ts';
import { type Subject, subjectOf } from '../check/subject.ts';
import { createClients } from '../collector/clients.ts';
import { ClockOffset } from '../collector/clock-offset.ts';
import { fetchWhatScales } from '../collector/what-scales.ts';
import { UserError } from '../input/user-error.ts';
import type { Manifest } from '../record/manifest.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';
import { unreadableEndpoint } from './unreadable-endpoint.ts';

/** Enough to distinguish a classifier with occasional errors from one with mixed-up labels. */
const ROWS = 10;

export interface Preflight {
  readonly correct: number;
  /** Rows requested. */
  readonly answered: number;
  /** Null where none is watched. */
  readonly endpoint: EndpointSeen | null;
  /** The dataset that the load draws its rows from. */
  readonly dataset: NonNullable<Manifest['dataset']>;
}

export interface EndpointSeen {
  readonly name: string;
  readonly status: string;
  /** In service; copies where an inference component is watched. */
  readonly instances: number | null;
}

/** @throws UserError when a load would only measure a broken setup */
export async function preflight(scenario: ResolvedScenario): Promise<Preflight> {
  const subject = await subjectOf(scenario);
  // A row that cannot be encoded would end the load in the middle.
  for (const row of subject.rows) subject.codec.encode(row, scenario.address);
  const endpoint = await checkEndpoint(scenario);
  const count = Math.min(ROWS, subject.rows.length);
  const choice = { kind: 'random', count, seed: scenario.replay.seed } as const;
  const { questions } = chooseQuestions(subject, choice);
  const results: CheckResult[] = [];
  for await (const result of askAll(subject, questions)) results.push(result);
  const correct = refuseUnlessMostlyCorrect(subject, results);
  return { correct, answered: count, endpoint, dataset: datasetOf(subject) };
}

function datasetOf({ datasetFile, rows }: Subject): Preflight['dataset'] {
  const sha256 = createHash('sha256').update(readFileSync(datasetFile)).digest('hex');
  return { file: basename(datasetFile), rows: rows.length, sha256 };
}

/** @returns null where none is watched. @throws UserError when it is not in service */
export async function checkEndpoint({ watch }: ResolvedScenario): Promise<EndpointSeen | null> {
  if (watch === null) return null;
  const clients = createClients(watch, new ClockOffset(), Date.now);
  try {
    const seen = await fetchWhatScales(clients.sageMaker, watch, Date.now());
    if (seen.status !== 'InService') {
      throw new UserError(
        `${seen.of === 'copy' ? `Inference component "${watch.inferenceComponent}"` : `Endpoint "${watch.endpointName}"`} is ${seen.status}; expected InService. Wait until it is in service, then run again.`,
      );
    }
    const { status, current: instances = null } = seen;
    return { name: watch.endpointName, status, instances };
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw unreadableEndpoint(watch, cause);
  } finally {
    clients.destroy();
  }
}
