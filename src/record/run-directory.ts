/** Creates a run's directory and writes its manifest. */
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, platform, release, totalmem } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { UserError } from '../input/user-error.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';
import { MANIFEST_VERSION, type Manifest, type RunEnd, WATCHED_NOTHING } from './manifest.ts';
import { makeMissing, makeNew, removeEmpty } from './new-directories.ts';
import { RunNotWrittenError } from './not-written.ts';
import { versions } from './versions.ts';

/** Facts that identify a run and are not in its scenario. */
export type RunFacts = Pick<Manifest, 'label' | 'commit' | 'dataset' | 'attempt' | 'workers'>;

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
  /** Removes the directory, and parents that were made for it, if the run never started. */
  discard(): void;
}

interface MadeDirectory {
  readonly path: string;
  /** Above it, those that did not exist before; outermost first. */
  readonly parents: readonly string[];
}

/**
 * @param parent for example `reports`
 * @param kind undefined for a run
 * @throws UserError when the directory cannot be created
 */
export function createRunDirectory(
  parent: string,
  scenario: ResolvedScenario,
  nowMs: number,
  kind?: Manifest['kind'],
): RunDirectory {
  const kinds = kind === undefined ? [] : [kind];
  // A scenario's name can be any string; a directory's cannot.
  const name = [scenario.name, scenario.environment, ...kinds]
    .join('-')
    .replaceAll(/[^\w.-]+/g, '_');
  let manifest: Manifest | null = null;
  const { path, parents } = makeDirectory(parent, name, nowMs);
  const runId = basename(path);
  return {
    path,
    begin(resolved, engineVersions, loadFrom, known) {
      const begun: Manifest = {
        schemaVersion: MANIFEST_VERSION,
        runId,
        createdAtMs: nowMs,
        ...(kind && { kind }),
        ...(resolved.repeat && { arguments: [...resolved.repeat] }),
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
      if (manifest) return;
      rmSync(path, { recursive: true, force: true });
      removeEmpty(parents);
    },
  };
}

/**
 * The scenario without what concerns only this machine or may be secret: absolute paths of module and
 * dataset, and anything in a URL where some APIs expect a key.
 */
function recordedScenario(scenario: ResolvedScenario) {
  const { given: _, repeat: __, ...recorded } = scenario;
  const { systemId, systemModule, dataset, address, watch } = recorded;
  const endpointUrl = watch?.endpointUrl;
  return {
    ...recorded,
    system: systemModule ?? systemId,
    dataset: dataset === null ? null : basename(dataset),
    address: { ...address, path: address.path?.split('?')[0] ?? null },
    watch:
      watch === null
        ? WATCHED_NOTHING
        : { ...watch, ...(endpointUrl && { endpointUrl: new URL(endpointUrl).origin }) },
  };
}

/** @throws UserError when the directory cannot be created; nothing is left then */
function makeDirectory(parent: string, name: string, nowMs: number): MadeDirectory {
  const at = (atMs: number) => join(parent, `${timestamp(atMs)}-${name}`);
  let parents: string[] = [];
  try {
    parents = makeMissing(resolve(parent));
    // Two runs that start in the same millisecond must not share a directory; one takes the next name.
    let atMs = nowMs;
    while (!makeNew(at(atMs))) atMs += 1;
    return { path: at(atMs), parents };
  } catch (cause) {
    removeEmpty(parents);
    const { code } = cause as NodeJS.ErrnoException;
    throw new UserError(
      `Cannot create the run directory ${at(nowMs)} (${code}); choose another parent with --out.`,
      { cause },
    );
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
