/** Creates a run's directory and keeps its manifest. */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, platform, release, totalmem } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { ResolvedScenario } from '../scenario/schema.ts';
import { UserError } from '../user-error.ts';
import type { Manifest, RunEnd } from './manifest.ts';
import { RunNotWrittenError } from './not-written.ts';
import { versions } from './versions.ts';

export interface RunDirectory {
  readonly path: string;
  /** Writes the manifest: from here on there is something to report. */
  begin(
    scenario: ResolvedScenario,
    engineVersions: Readonly<Record<string, string>>,
    loadFrom: Manifest['loadFrom'],
  ): Manifest;
  /** Writes the manifest once more, with how the run ended. */
  finish(end: RunEnd): void;
  /** Removes the directory of a run that never began. */
  discard(): void;
}

/**
 * @param parent for example `reports`
 * @throws UserError when the directory cannot be made
 */
export function createRunDirectory(
  parent: string,
  scenario: ResolvedScenario,
  nowMs: number,
): RunDirectory {
  // A scenario's name is anything YAML can hold; a directory's is not.
  const name = `${scenario.name}-${scenario.environment}`.replaceAll(/[^\w.-]+/g, '_');
  const runId = `${timestamp(nowMs)}-${name}`;
  const path = join(parent, runId);
  let manifest: Manifest | null = null;
  makeDirectory(parent, path);
  return {
    path,
    begin(resolved, engineVersions, loadFrom) {
      manifest = {
        schemaVersion: 1,
        runId,
        createdAtMs: nowMs,
        scenario: resolved,
        loadFrom,
        versions: { ...versions(), ...engineVersions },
        host: host(),
        end: null,
      };
      writeManifest(path, manifest);
      return manifest;
    },
    finish(end) {
      if (manifest) writeManifest(path, { ...manifest, end });
    },
    discard() {
      if (!manifest) rmSync(path, { recursive: true, force: true });
    },
  };
}

/** One level at a time: Node's own `recursive` never comes back from places such as /proc. */
function makeMissing(directory: string): void {
  if (existsSync(directory)) return;
  makeMissing(dirname(directory));
  mkdirSync(directory);
}

function makeDirectory(parent: string, path: string): void {
  try {
    makeMissing(resolve(parent));
    // Not recursive: two runs started at the same moment must not share a directory.
    mkdirSync(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new UserError(
      `Cannot create the run directory ${path} (${code}); name another parent with --out.`,
      { cause },
    );
  }
}

/** Whole or not at all: a reader never meets half a manifest. @throws RunNotWrittenError */
function writeManifest(directory: string, manifest: Manifest): void {
  const file = join(directory, 'manifest.json');
  try {
    writeFileSync(`${file}.tmp`, `${JSON.stringify(manifest, null, 2)}\n`);
    renameSync(`${file}.tmp`, file);
  } catch (cause) {
    throw new RunNotWrittenError(file, cause);
  }
}

/** `2026-11-21T09-30-05.123Z`: sorts by time, and has no colon that some file systems refuse. */
function timestamp(nowMs: number): string {
  return new Date(nowMs).toISOString().replaceAll(':', '-');
}

function host(): Manifest['host'] {
  const processors = cpus();
  return {
    os: `${platform()} ${release()}`,
    arch: process.arch,
    cpus: processors.length,
    cpuModel: processors[0]?.model ?? 'unknown',
    memoryBytes: totalmem(),
  };
}
