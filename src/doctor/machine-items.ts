/** Checks whether this machine can send the load: versions, engines, open files. */
import { counted } from '../format/numbers.js';
import { UserError } from '../input/user-error.ts';
import { findK6 } from '../load/k6/find.ts';
import type { WorkerPlatform } from '../record/distribution.ts';
import { versions } from '../record/versions.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';
import { type Item, ok, problem, skipped, warning } from './item.ts';

export interface MachineFacts {
  readonly versions: Readonly<Record<string, string>>;
  /** k6's version, or one sentence on why it was not found. */
  readonly k6: { readonly version: string } | { readonly absent: string };
  readonly engine: 'artillery' | 'k6';
  /** Soft limit on open files; Infinity if unlimited, null if unknown. */
  readonly openFiles: number | null;
  /** Maximum concurrent connections of the load. */
  readonly maxConnections: number;
}

/** Files that the process opens in addition to its connections: code, logs, pipes. */
const OTHER_FILES = 200;

/** @param elsewhere where workers send the load; null: this machine does */
export function machineItems(facts: MachineFacts, elsewhere: WorkerPlatform | null = null): Item[] {
  return [
    ok(
      { id: 'versions', group: 'This machine', title: 'Versions' },
      `Scaleproof ${facts.versions.scaleproof}, Node ${facts.versions.node}.`,
    ),
    ok(
      { id: 'artillery', group: 'This machine', title: 'Artillery' },
      `Version ${facts.versions.artillery}.`,
    ),
    ...(elsewhere === null || elsewhere === 'processes'
      ? [k6Item(facts), openFilesItem(facts)]
      : []),
  ];
}

function k6Item({ k6, engine }: MachineFacts): Item {
  const subject = { id: 'k6', group: 'This machine', title: 'k6' } as const;
  if ('version' in k6) return ok(subject, `Version ${k6.version}.`);
  if (engine === 'artillery') {
    return skipped(subject, 'Not found; only --engine k6 needs it.');
  }
  return problem(subject, k6.absent, 'Install k6, or omit --engine.');
}

function openFilesItem({ openFiles, maxConnections }: MachineFacts): Item {
  const subject = { id: 'open-files', group: 'This machine', title: 'Open files' } as const;
  if (openFiles === null)
    return skipped(subject, 'The operating system does not report its limit.');
  const needed = maxConnections + OTHER_FILES;
  if (openFiles >= needed) {
    const limit = Number.isFinite(openFiles) ? counted(openFiles, 'file') : 'unlimited';
    return ok(subject, `The limit is ${limit}; the run needs up to ${counted(needed, 'file')}.`);
  }
  return warning(
    subject,
    `The limit is ${counted(openFiles, 'file')}, but maxConnections ${maxConnections} may need ${counted(needed, 'file')}.`,
    `Raise the limit before the run (ulimit -n ${needed}), or lower engines.replay.maxConnections.`,
  );
}

export function inspectMachine(scenario: ResolvedScenario, env: NodeJS.ProcessEnv): MachineFacts {
  return {
    versions: versions(),
    k6: k6Of(env),
    engine: scenario.engine,
    openFiles: openFileLimit(),
    maxConnections: scenario.replay.maxConnections,
  };
}

function k6Of(env: NodeJS.ProcessEnv): MachineFacts['k6'] {
  try {
    return { version: findK6(env).version };
  } catch (cause) {
    if (!(cause instanceof UserError)) throw cause;
    return { absent: cause.message };
  }
}

interface DiagnosticReport {
  readonly userLimits?: { readonly open_files?: { readonly soft: number | 'unlimited' } };
}

/** Node has no API for the limit, but its diagnostic report contains it (except on Windows). */
function openFileLimit(): number | null {
  // Otherwise the report does DNS lookups, which take seconds.
  Object.assign(process.report, { excludeNetwork: true });
  const report = process.report.getReport() as DiagnosticReport;
  const soft = report.userLimits?.open_files?.soft;
  return soft === 'unlimited' ? Number.POSITIVE_INFINITY : (soft ?? null);
}
