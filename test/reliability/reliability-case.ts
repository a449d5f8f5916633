/** One row of the fault matrix: what breaks, and exactly what must come of it. */
import type { RunRecord } from '../../src/record/read.ts';
import type { CheckId } from '../../src/verdict/checks/registry.ts';
import type { Status, Verdict } from '../../src/verdict/verdict.ts';
import type { LiveRun } from './live-run.ts';

/** What the command does and says; the same terms for what is expected and what was observed. */
export interface Outcome {
  /** Of `scaleproof run`; the signal's name where one killed it. */
  readonly exit: number | NodeJS.Signals;
  /** Of `scaleproof report` on what the run left behind, where it left no verdict; else null. */
  readonly reportExit: number | null;
  /** Null where there is no run to judge. */
  readonly status: Status | null;
  readonly ended: Verdict['ended'] | null;
  /** Every check that neither passed nor was skipped, with its reason. */
  readonly checks: Readonly<Partial<Record<CheckId, `${'fail' | 'inconclusive'} ${string}`>>>;
  /** Codes of the findings that are problems. */
  readonly problems: readonly string[];
  /** What must be named: parts of caveats, of the checks' messages or of stderr. */
  readonly says: readonly string[];
}

/** What a row needs around the command, and how it breaks it. */
export interface Scene {
  /** `--set` arguments beyond the quick ones. */
  readonly settings: readonly string[];
  /** Parent of the run directory; one of its own if absent. */
  readonly out?: string;
  /** Called once the command runs; absent where the settings are the fault. */
  readonly inject?: (run: LiveRun) => Promise<void>;
  /** Called when the command has ended, before what it left is judged. */
  readonly restore?: () => void;
  readonly close?: () => Promise<void>;
}

export interface ReliabilityCase {
  readonly fault: string;
  /** How it is injected, for the table. */
  readonly injected: string;
  readonly scene: () => Scene | Promise<Scene>;
  readonly expected: Outcome;
  /** Needs the right to mount a disk of its own. */
  readonly needsMount?: boolean;
  /** A trace that the fault leaves in the record: without it the row would prove nothing. */
  readonly trace?: (record: RunRecord) => boolean;
}

/** A run that goes on to its end and passes, whatever it has to say. */
export function passes(...says: string[]): Outcome {
  return {
    exit: 0,
    reportExit: null,
    status: 'pass',
    ended: 'completed',
    checks: {},
    problems: [],
    says,
  };
}

/** Refused before anything was loaded: one sentence, no run directory. */
export function refused(...says: string[]): Outcome {
  return {
    exit: 2,
    reportExit: null,
    status: null,
    ended: null,
    checks: {},
    problems: [],
    says,
  };
}
