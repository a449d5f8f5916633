/** Reads the directory of a capacity test in any state, as `readRun` reads a run's. */
import { join } from 'node:path';
import type { z } from 'zod';
import { type AwsEvent, awsEventSchema } from './aws-events.ts';
import {
  type CapacityBegun,
  type CapacityLoad,
  type CapacityLoadEnd,
  capacityEventSchema,
} from './capacity-events.ts';
import { type LoadEvent, loadEventSchema } from './load-events.ts';
import { type Manifest, watchOf } from './manifest.ts';
import { parseLines } from './read.ts';
import { readManifest, UnreadableRunError } from './read-manifest.ts';
import { readRegularText } from './read-regular.ts';

export const STEPS_FILE = 'steps.ndjson';
export const LOADS_FOLDER = 'loads';

export interface CapacityRecord {
  readonly manifest: Manifest;
  readonly begun: CapacityBegun;
  readonly loads: readonly RecordedLoad[];
  readonly aws: readonly AwsEvent[];
  /** One sentence each, about what could not be read. */
  readonly problems: readonly string[];
}

/** One load of the test, which is sent like a run's. */
export interface RecordedLoad {
  readonly order: CapacityLoad;
  /** Null while it runs, and for good when the test was killed meanwhile. */
  readonly end: CapacityLoadEnd | null;
  readonly events: readonly LoadEvent[];
}

/** @throws UnreadableRunError without a readable manifest, or without what the test was asked */
export async function readCapacity(directory: string): Promise<CapacityRecord> {
  const manifest = await readManifest(directory);
  const problems: string[] = [];
  const lines = async <T extends object>(file: string, schema: z.ZodType<T>) =>
    readLines(directory, file, schema, problems);
  const events = await lines(STEPS_FILE, capacityEventSchema);
  const begun = events.find((event) => event.type === 'begun');
  if (begun === undefined) {
    throw new UnreadableRunError(
      `${join(directory, STEPS_FILE)} does not say what the test was asked (its line \`begun\` is missing or unreadable); run \`scaleproof capacity\` again.`,
    );
  }
  const ends = events.filter((event) => event.type === 'load-end');
  const loads: RecordedLoad[] = [];
  for (const order of events.filter((event) => event.type === 'load')) {
    const file = join(LOADS_FOLDER, String(order.number), 'load.ndjson');
    const end = ends.find(({ number }) => number === order.number) ?? null;
    loads.push({ order, end, events: await lines(file, loadEventSchema) });
  }
  const aws = watchOf(manifest) === null ? [] : await lines('aws.ndjson', awsEventSchema);
  return { manifest, begun, loads, aws, problems };
}

async function readLines<T extends object>(
  directory: string,
  file: string,
  schema: z.ZodType<T>,
  problems: string[],
): Promise<T[]> {
  let text: string;
  try {
    text = await readRegularText(join(directory, file));
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    problems.push(code === 'ENOENT' ? `${file} is missing.` : `${file} cannot be read (${code}).`);
    return [];
  }
  const { events, unreadable } = parseLines(text, schema);
  if (unreadable.length > 0) {
    const first = `the first is line ${unreadable[0]}`;
    problems.push(
      unreadable.length === 1
        ? `${file}: line ${unreadable[0]} is unreadable.`
        : `${file}: ${unreadable.length} lines are unreadable, ${first}.`,
    );
  }
  return events;
}
