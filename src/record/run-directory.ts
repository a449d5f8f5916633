/** Creates a run's directory and writes its manifest. */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, platform, release, totalmem } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { UserError } from '../input/user-error.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';
import { MANIFEST_VERSION, type Manifest, type RunEnd } from './manifest.ts';
import { RunNotWrittenError } from './not-written.ts';
import { versions } from './versions.ts';

/** Facts that identify a run and are not in its scenario. */
export type RunFacts = Pick<Manifest, 'label' | 'commit' | 'dataset'>;

export interface RunDirectory {
  readonly path: string;
  /** Writes the manifest; from then on the run can be reported. */
  begin(
    scenario: ResolvedScenario,
    engineVersions: Readonly<Record<string, string>>,
    loadFrom: NonNullable<Manifest['loadFrom']>,
    known: RunFacts,
  ): Manifest;
  /** Rewrites the manifest with the end of the run. */
  finish(end: RunEnd): void;
  /** Removes the directory if the run never started. */
  discard(): void;
}

/**
 * @param parent for example `reports`
 * @throws UserError when the directory cannot be created
 */
export function createRunDirectory(
  parent: string,
  scenario: ResolvedScenario,
  nowMs: number,
): RunDirectory {
  // A scenario's name can be any string; a directory's cannot.
  const name = `${scenario.name}-${scenario.environment}`.replaceAll(/[^\w.-]+/g, '_');
  let manifest: Manifest | null = null;
  const runId = makeDirectory(parent, name, nowMs);
  const path = join(parent, runId);
  return {
    path,
    begin(resolved, engineVersions, loadFrom, known) {
      const begun: Manifest = {
        schemaVersion: MANIFEST_VERSION,
        runId,
        createdAtMs: nowMs,
        scenario: recordedScenario(resolved),
        loadFrom,
        ...known,
        versions: { ...versions(), ...engineVersions },
        host: host(),
        end: null,
      };
      writeManifest(path, begun);
      manifest = begun;
      return begun;
    },
    finish(end) {
      if (manifest) writeManifest(path, { ...manifest, end });
    },
    discard() {
      if (!manifest) rmSync(path, { recursive: true, force: true });
    },
  };
}

/**
 * The scenario without what concerns only this machine or may be secret: absolute paths of module and
 * dataset, and anything in a URL where some APIs expect a key.
 */
function recordedScenario(scenario: ResolvedScenario) {
  const { systemId, systemModule, dataset, address, watch } = scenario;
  const { endpointUrl } = watch;
  return {
    ...scenario,
    system: systemModule ?? systemId,
    dataset: dataset === null ? null : basename(dataset),
    address: { ...address, path: address.path?.split('?')[0] ?? null },
    watch: { ...watch, ...(endpointUrl && { endpointUrl: new URL(endpointUrl).origin }) },
  };
}

/** One level at a time: Node's `recursive` option hangs in places such as /proc. */
function makeMissing(directory: string): void {
  if (existsSync(directory)) return;
  makeMissing(dirname(directory));
  makeNew(directory);
}

/** @returns the name of the run's own directory below `parent` */
function makeDirectory(parent: string, name: string, nowMs: number): string {
  const runIdAt = (atMs: number) => `${timestamp(atMs)}-${name}`;
  try {
    makeMissing(resolve(parent));
    // Two runs that start in the same millisecond must not share a directory; one takes the next name.
    let atMs = nowMs;
    while (!makeNew(join(parent, runIdAt(atMs)))) atMs += 1;
    return runIdAt(atMs);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new UserError(
      `Cannot create the run directory ${join(parent, runIdAt(nowMs))} (${code}); choose another parent with --out.`,
      { cause },
    );
  }
}

/** @returns false when it exists, for example because another run has just created it */
function makeNew(directory: string): boolean {
  try {
    mkdirSync(directory);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cause;
  }
}

/** Atomic, so that a reader never sees half a manifest. @throws RunNotWrittenError */
function writeManifest(directory: string, manifest: Manifest): void {
  const file = join(directory, 'manifest.json');
  try {
    writeFileSync(`${file}.tmp`, `${JSON.stringify(manifest, null, 2)}\n`);
    renameSync(`${file}.tmp`, file);
  } catch (cause) {
    throw new RunNotWrittenError(file, cause);
  }
}

/** `2026-11-21T09-30-05.123Z`: sorts by time, without colons, which some file systems reject. */
function timestamp(nowMs: number): string {
  return new Date(nowMs).toISOString().replaceAll(':', '-');
}

function host(): NonNullable<Manifest['host']> {
  const processors = cpus();
  return {
    os: `${platform()} ${release()}`,
    arch: process.arch,
    cpus: processors.length,
    cpuModel: processors[0]?.model ?? 'unknown',
    memoryBytes: totalmem(),
  };
}
