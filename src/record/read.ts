/**
 * Reads a run directory in any state. A run that was killed, truncated at any byte or written by
 * another version yields what is readable, and one sentence for each problem.
 */
import { join } from 'node:path';
import type { z } from 'zod';
import { type AwsEvent, awsEventSchema } from './aws-events.ts';
import { rememberLine } from './line-numbers.ts';
import { type LoadEvent, loadEventSchema } from './load-events.ts';
import { type Manifest, watchOf } from './manifest.ts';
import { isPlausible } from './plausible.ts';
import { readManifest, UnreadableRunError } from './read-manifest.ts';
import { readRegularText } from './read-regular.ts';
import { readWorkers } from './read-workers.ts';
import type { RecordProblem } from './record-problem.ts';
import { type TruthEvent, truthEventSchema } from './truth-events.ts';
import type { WorkersRecord } from './workers-record.ts';

export interface RunRecord {
  readonly directory: string;
  readonly manifest: Manifest;
  readonly load: readonly LoadEvent[];
  readonly aws: readonly AwsEvent[];
  /** Empty except for runs on the stand-in. */
  readonly truth: readonly TruthEvent[];
  /** Null except for a load that several workers sent and that was imported. */
  readonly workers: WorkersRecord | null;
  readonly problems: readonly RecordProblem[];
}

/** @throws UnreadableRunError without a readable manifest. */
export async function readRun(directory: string): Promise<RunRecord> {
  const problems: RecordProblem[] = [];
  const manifest = await readManifest(directory);
  if (manifest.kind === 'capacity') {
    throw new UnreadableRunError(
      `${directory} is a capacity test, not a run; show it with \`scaleproof report ${directory}\`.`,
    );
  }
  // An external load need not have samples.
  const sampled = manifest.loadFrom !== 'elsewhere';
  const load = await readLines(directory, 'load.ndjson', loadEventSchema, problems, sampled);
  const watched = watchOf(manifest) !== null;
  const aws = await readLines(directory, 'aws.ndjson', awsEventSchema, problems, watched);
  const truth = await readLines(directory, 'truth.ndjson', truthEventSchema, problems, false);
  const workers = await readWorkers(directory, manifest, (one) => problems.push(one));
  return { directory, manifest, load, aws, truth, workers, problems };
}

async function readLines<T extends object>(
  directory: string,
  file: Exclude<RecordProblem['file'], 'workers.json'>,
  schema: z.ZodType<T>,
  problems: RecordProblem[],
  required: boolean,
): Promise<T[]> {
  let text: string;
  try {
    text = await readRegularText(join(directory, file));
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (required || code !== 'ENOENT') {
      const why = code === 'ENOENT' ? 'is missing' : `cannot be read (${code})`;
      const message = `${file} ${why}.`;
      problems.push({ file, kind: 'missing', message });
    }
    return [];
  }
  const { events, unreadable } = parseLines(text, schema);
  if (unreadable.length > 0) {
    problems.push({ file, kind: 'unreadable-lines', message: unreadableInWords(file, unreadable) });
  }
  return events;
}

function unreadableInWords(file: string, lines: readonly number[]): string {
  return lines.length === 1
    ? `${file}: line ${lines[0]} is unreadable.`
    : `${file}: ${lines.length} lines are unreadable, the first is line ${lines[0]}.`;
}

/** Parses newline-delimited JSON; a line that is not an event of `schema` is counted, not fatal. */
export function parseLines<T extends object>(
  text: string,
  schema: z.ZodType<T>,
): { events: T[]; unreadable: number[] } {
  const events: T[] = [];
  const unreadable: number[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    try {
      const event = schema.parse(JSON.parse(line));
      if (isPlausible(event)) {
        events.push(event);
        rememberLine(event, index + 1);
      } else unreadable.push(index + 1);
    } catch {
      unreadable.push(index + 1);
    }
  }
  return { events, unreadable };
}
