/**
 * Brings the merged samples of several workers into a run: one that watched AWS while they sent, or a new one that asks
 * AWS for the past.
 */
import {
  createWriteStream,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { UserError } from '../input/user-error.ts';
import type { Distribution } from '../record/distribution.ts';
import type { LoadEvent } from '../record/load-events.ts';
import { awaitedWorkers, type Manifest } from '../record/manifest.ts';
import { RunNotWrittenError } from '../record/not-written.ts';
import { readManifest } from '../record/read-manifest.ts';
import type { FoundSamples } from '../samples/find-samples.ts';
import { type Merged, mergeSamples } from '../samples/merge.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';
import { collect } from './collect.ts';
import type { RunOptions, RunResult } from './run.ts';
import { writeReports } from './write-reports.ts';
import { writeWorkers } from './write-workers.ts';

type Showing = Pick<RunOptions, 'signal' | 'onProgress' | 'onBegin'>;

/** @throws UserError before the run is touched when its samples are not these */
export async function importIntoRun(
  found: FoundSamples,
  directory: string,
  { onProgress, onBegin }: Showing,
): Promise<RunResult> {
  const manifest = await readManifest(directory);
  refuseOtherRun(directory, manifest, found.distribution);
  onBegin?.(directory);
  onProgress({ kind: 'step', step: 'load', message: reading(found) });
  const { systemId, system } = manifest.scenario;
  const merged = await merge(found, systemId ?? system);
  refuseOtherCount(directory, manifest, merged);
  const load = join(directory, 'load.ndjson');
  try {
    await writeLines(`${load}.tmp`, merged.load);
    renameSync(`${load}.tmp`, load);
  } catch (cause) {
    rmSync(`${load}.tmp`, { force: true });
    throw new RunNotWrittenError(load, cause);
  }
  writeWorkers(directory, merged.workers);
  // Last: until then, the samples are still awaited.
  completeManifest(directory, { loadFrom: 'file', workers: merged.workers.expected });
  onProgress({ kind: 'step', step: 'reporting', message: directory });
  return { directory, verdict: await writeReports(directory) };
}

/** @throws UserError */
export async function importAsRun(
  found: FoundSamples,
  options: RunOptions & { readonly scenario: ResolvedScenario },
): Promise<RunResult> {
  options.onProgress({ kind: 'step', step: 'load', message: reading(found) });
  const { load, workers } = await merge(found, options.scenario.systemId);
  const folder = mkdtempSync(join(tmpdir(), 'scaleproof-import-'));
  try {
    const loadFrom = join(folder, 'load.ndjson');
    await writeLines(loadFrom, load);
    return await collect({ ...options, during: { kind: 'past' }, loadFrom, workers });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function reading({ place, sources }: FoundSamples): string {
  return `Reading the samples in ${place.shown} (${sources.length} files or folders of parts)`;
}

async function merge(found: FoundSamples, systemId: string): Promise<Merged> {
  const merged = await mergeSamples(found, { systemId });
  const { problems, workers } = merged.workers;
  if (workers.length > 0) return merged;
  throw new UserError(
    `${found.place.shown} holds no samples of this load: ${problems[0]?.message ?? 'no worker left any.'} Name the place of this load’s samples, or the scenario they are of.`,
  );
}

function refuseOtherRun(
  directory: string,
  { kind, loadFrom, end, scenario, arguments: given }: Manifest,
  distribution: Distribution | null,
): void {
  if (kind !== undefined) {
    throw new UserError(
      `${directory} is a capacity test; name a run of \`scaleproof collect\` with --run.`,
    );
  }
  if (loadFrom !== 'elsewhere') {
    throw new UserError(
      `${directory} has samples already; leave out --run to make a new run of these, or name one of \`scaleproof collect --workers\`.`,
    );
  }
  if (end === null) {
    throw new UserError(
      `${directory} is still being watched, or was killed; wait until \`scaleproof collect\` has ended, or leave out --run to ask AWS for the past.`,
    );
  }
  if (distribution === null) return;
  const [theirs = ''] = distribution.arguments;
  const [ours = scenario.name] = given ?? [];
  const isSystem = distribution.systemId === (scenario.systemId ?? scenario.system);
  if (isSystem && nameOf(theirs) === nameOf(ours)) return;
  throw new UserError(
    `The samples are of scenario "${nameOf(theirs)}" (system "${distribution.systemId}"), and ${directory} watched "${nameOf(ours)}" (system "${scenario.systemId ?? scenario.system}"); name the run that watched that load.`,
  );
}

function nameOf(scenario: string): string {
  return basename(scenario, '.yml');
}

function refuseOtherCount(directory: string, manifest: Manifest, { workers }: Merged): void {
  const awaited = awaitedWorkers(manifest);
  if (awaited === null || awaited === workers.expected) return;
  throw new UserError(
    `${directory} awaits the samples of ${awaited} workers (--workers), and these are of a load of ${workers.expected}; name the run that watched that load.`,
  );
}

/** Keeps what this version does not read. */
function completeManifest(directory: string, facts: Pick<Manifest, 'loadFrom' | 'workers'>): void {
  const file = join(directory, 'manifest.json');
  try {
    const manifest = { ...JSON.parse(readFileSync(file, 'utf8')), ...facts };
    writeFileSync(`${file}.tmp`, `${JSON.stringify(manifest, null, 2)}\n`);
    renameSync(`${file}.tmp`, file);
  } catch (cause) {
    throw new RunNotWrittenError(file, cause);
  }
}

function writeLines(file: string, events: Iterable<LoadEvent>): Promise<void> {
  function* lines() {
    for (const event of events) yield `${JSON.stringify(event)}\n`;
  }
  return pipeline(Readable.from(lines()), createWriteStream(file));
}
