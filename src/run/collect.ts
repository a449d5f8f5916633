/** A run that sends no load: watches an external load, then judges what was observed. */
import { join } from 'node:path';
import { seconds } from '../format/numbers.js';
import { createRunDirectory } from '../record/run-directory.ts';
import type { WorkersRecord } from '../record/workers-record.ts';
import { watchesAws } from '../scenario/schema.ts';
import { commitUnderTest } from './commit.ts';
import { type During, watchDuring } from './during.ts';
import { measure } from './measure.ts';
import { checkEndpoint } from './preflight.ts';
import { readProvidedLoad } from './provided-load.ts';
import type { RunOptions, RunResult } from './run.ts';
import { writeReports } from './write-reports.ts';
import { writeWorkers } from './write-workers.ts';

export interface CollectOptions extends RunOptions {
  readonly during: During;
  /** Samples of the load, ours or another tool's, that exist when watching ends; null without any. */
  readonly loadFrom: string | null;
  /** As many that send the load, and whose samples will be imported. */
  readonly expectedWorkers?: number;
  /** Of whom `loadFrom` is the sum. */
  readonly workers?: WorkersRecord;
}

/** @throws UserError before anything is written when a prerequisite is missing */
export async function collect(options: CollectOptions): Promise<RunResult> {
  const { scenario, signal, onProgress, out, label, during, loadFrom } = options;
  // A past load's samples exist already; a current load writes them while this watches.
  const past =
    during.kind === 'past' && loadFrom !== null
      ? await readProvidedLoad(loadFrom, scenario.systemId)
      : null;
  if (watchesAws(scenario)) {
    const message = `Looking up endpoint ${scenario.watch.endpointName}, environment ${scenario.environment}`;
    onProgress({ kind: 'step', step: 'preflight', message });
    await checkEndpoint(scenario);
  }
  const directory = createRunDirectory(out, scenario, Date.now());
  try {
    // Only the sender knows which rows were sent.
    const known = { label, commit: commitUnderTest(process.env), dataset: null };
    const expected = options.workers?.expected ?? options.expectedWorkers;
    const facts = { ...known, ...(expected !== undefined && { workers: expected }) };
    const from = loadFrom === null ? 'elsewhere' : 'file';
    const manifest = directory.begin(scenario, {}, from, facts);
    options.onBegin?.(directory.path);
    onProgress({ kind: 'step', step: 'watching', message: watchMessage(options) });
    await measure({ ...options, directory, manifest, span: past?.span ?? null }, async () => {
      const end = await watchDuring(during, signal);
      if (loadFrom !== null) {
        const load = past ?? (await readProvidedLoad(loadFrom, scenario.systemId));
        load.writeTo(join(directory.path, 'load.ndjson'));
        if (options.workers) writeWorkers(directory.path, options.workers);
      }
      return end;
    });
    onProgress({ kind: 'step', step: 'reporting', message: directory.path });
    return { directory: directory.path, verdict: await writeReports(directory.path) };
  } finally {
    directory.discard();
  }
}

function watchMessage({ scenario, during }: CollectOptions): string {
  const name = scenario.watch?.endpointName ?? null;
  if (name === null) return unwatchedMessage(during);
  switch (during.kind) {
    case 'past':
      return `Reading what AWS recorded for ${name} during the load`;
    case 'seconds':
      return `Watching ${name} for ${seconds(during.seconds)}`;
    case 'command':
      return `Watching ${name} while \`${during.command}\` runs`;
  }
}

/** Only the samples are judged. */
function unwatchedMessage(during: During): string {
  switch (during.kind) {
    case 'past':
      return 'Judging the samples alone: the scenario watches nothing on AWS';
    case 'seconds':
      return `Waiting ${seconds(during.seconds)} for the samples: the scenario watches nothing on AWS`;
    case 'command':
      return `Waiting for \`${during.command}\`: the scenario watches nothing on AWS`;
  }
}
