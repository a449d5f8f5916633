/** One row of the mutation matrix: a defect injected alone, and what must come of it. */
import type { RunRecord } from '../../src/record/read.ts';
import type { CheckId } from '../../src/verdict/checks/registry.ts';
import { judge } from '../../src/verdict/judge.ts';
import type { Verdict } from '../../src/verdict/verdict.ts';
import { runInVirtualTime } from './lab.ts';
import type { LabRun } from './lab-scenario.ts';

type CheckOutcomes = Readonly<Partial<Record<CheckId, 'fail' | 'inconclusive'>>>;

export interface MatrixCase {
  /** The defect, as a heading: "Quota reached". */
  readonly defect: string;
  /** How it is injected, for the table. */
  readonly injected: string;
  readonly run: LabRun;
  /** The run is made once with each; with its own seed alone if absent. */
  readonly seeds?: readonly number[];
  /** The one problem that must be found; null where none may be. */
  readonly problem: string | null;
  /** Every check that must not pass; all others must pass, or not be asked for. */
  readonly checks: CheckOutcomes;
  /** All notes that must be found, in order; what they are does not matter if absent. */
  readonly notes?: readonly string[];
}

/** What came of it, in the same terms. */
export interface Observed {
  readonly status: Verdict['status'];
  readonly problems: readonly string[];
  readonly checks: CheckOutcomes;
  readonly notes: readonly string[];
}

export interface Observation {
  readonly record: RunRecord;
  readonly verdict: Verdict;
  readonly observed: Observed;
}

export function runsOf({ run, seeds }: MatrixCase): readonly LabRun[] {
  return seeds === undefined ? [run] : seeds.map((seed) => ({ ...run, seed }));
}

export async function observe(run: LabRun): Promise<Observation> {
  const record = await runInVirtualTime(run);
  const verdict = judge(record);
  const ill = verdict.checks.filter(({ status }) => status === 'fail' || status === 'inconclusive');
  const codes = (wanted: 'problem' | 'note') =>
    verdict.findings.filter(({ severity }) => severity === wanted).map(({ code }) => code);
  return {
    record,
    verdict,
    observed: {
      status: verdict.status,
      problems: codes('problem'),
      checks: Object.fromEntries(ill.map(({ id, status }) => [id, status])),
      notes: codes('note'),
    },
  };
}

/** The outcome of a row as far as the row says anything of it. */
export function concerned({ notes }: MatrixCase, observed: Observed): Observed {
  return notes === undefined ? { ...observed, notes: [] } : observed;
}

/** A failed check makes the run fail, an inconclusive one inconclusive; findings only explain. */
export function expectedOf({ problem, checks, notes = [] }: MatrixCase): Observed {
  const outcomes = Object.values(checks);
  return {
    status: outcomes.includes('fail')
      ? 'fail'
      : outcomes.includes('inconclusive')
        ? 'inconclusive'
        : 'pass',
    problems: problem === null ? [] : [problem],
    checks,
    notes,
  };
}

/** What was injected is why the run failed or is inconclusive, wherever it is found at all. */
export function causeOf(row: MatrixCase): string | null {
  return expectedOf(row).status === 'pass' ? null : row.problem;
}
