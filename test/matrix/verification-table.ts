/** The mutation matrix as a table of docs/verification.md: what is expected, and what a run gave. */
import type { ScalingEvent, StageId } from '../../src/analysis/scaling-event.ts';
import { CASES } from './cases.ts';
import {
  expectedOf,
  type MatrixCase,
  type Observation,
  type Observed,
  runsOf,
} from './matrix-case.ts';
import { reallyAt } from './stages-beside-truth.ts';

const HEADER = [
  '| Defect | Injected | Expected | Observed | Breach to in service |',
  '| --- | --- | --- | --- | --- |',
];

/** One row a case. @param observe what comes of a run: called for one at a time */
export async function verificationTable(
  observe: (run: MatrixCase['run']) => Promise<Observation>,
): Promise<string> {
  const lines = [...HEADER];
  for (const row of CASES) {
    const observations: Observation[] = [];
    // One after the other: a run takes the clock of the whole process.
    for (const run of runsOf(row)) observations.push(await observe(run));
    lines.push(lineOf(row, observations));
  }
  return `${lines.join('\n')}\n`;
}

/** @param observations one for each run of the row */
export function lineOf(row: MatrixCase, observations: readonly Observation[]): string {
  const seen = [...new Set(observations.map(seenInWords))];
  return `${beginningOf(row)} ${seen.join(' or ')} | ${scaleOutInWords(observations)} |`;
}

/** What a row says before any run of it. */
export function beginningOf(row: MatrixCase): string {
  return `| ${[row.defect, row.injected, expectedInWords(expectedOf(row))].join(' | ')} |`;
}

function expectedInWords({ status, problems, checks, notes }: Observed): string {
  const ill = sorted(checks).map(([id, outcome]) => `${id} ${verb(outcome)}`);
  return inWords(status, ill, problems, notes);
}

function seenInWords({ verdict, observed: { problems, notes } }: Observation): string {
  const reasons = Object.fromEntries(
    verdict.checks
      .filter(({ status }) => status === 'fail' || status === 'inconclusive')
      .map(({ id, status, reason }) => [id, `${verb(status)} (${code(reason)})`]),
  );
  const ill = sorted(reasons).map(([id, words]) => `${id} ${words}`);
  return inWords(verdict.status, ill, problems, notes);
}

function inWords(
  status: string,
  ill: readonly string[],
  problems: readonly string[],
  notes: readonly string[],
): string {
  const found = problems.length === 0 ? 'nothing found' : problems.map(code).join(', ');
  const noted = notes.length === 0 ? [] : [`noted: ${notes.map(code).join(', ')}`];
  return [`${status}: ${found}`, ...ill, ...noted].join('; ');
}

interface ScaleOut {
  readonly measured: number | null;
  readonly plusMinus: number;
  readonly real: number | null;
}

/** `375 s ± 1.6 s (true: 374.1 s)`; of several runs the range of each. */
function scaleOutInWords(observations: readonly Observation[]): string {
  const all = observations.map(firstScaleOut);
  const of = (which: 'measured' | 'real') => range(all.map((one) => one[which]));
  if (all.every(({ measured, real }) => measured === null && real === null)) return 'none';
  const error = Math.max(...all.map(({ plusMinus }) => plusMinus));
  const real = of('real');
  // The truth tells of breaches of a target alone.
  const beside = all.every((one) => one.real === null) ? '' : ` (true: ${real})`;
  return `${of('measured')}${error > 0 ? ` ± ${inSeconds(error)}` : ''}${beside}`;
}

function range(values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null);
  if (known.length < values.length) return known.length === 0 ? 'none' : 'not in all';
  const [least, most] = [inSeconds(Math.min(...known)), inSeconds(Math.max(...known))];
  return least === most ? least : `${least} to ${most}`;
}

/** From the metric's breach to new instances in service: as the verdict has it, and as it was. */
function firstScaleOut({ record, verdict }: Observation): ScaleOut {
  const event = verdict.scalingEvents.find(({ direction }) => direction === 'out');
  const [breach, inService] = [stage(event, 'metric-breach'), stage(event, 'in-service')];
  const measured = between(breach?.atMs ?? null, inService?.atMs ?? null);
  const truth = (id: 'metric-breach' | 'in-service') =>
    event === undefined
      ? (record.truth.find(({ type }) => type === id)?.atMs ?? null)
      : reallyAt(record, event, id);
  return {
    measured,
    plusMinus:
      measured === null ? 0 : (breach?.plusMinusSeconds ?? 0) + (inService?.plusMinusSeconds ?? 0),
    real: between(truth('metric-breach'), truth('in-service')),
  };
}

function stage(event: ScalingEvent | undefined, wanted: StageId) {
  return event?.stages.find(({ id }) => id === wanted);
}

function between(fromMs: number | null, toMs: number | null): number | null {
  return fromMs === null || toMs === null ? null : (toMs - fromMs) / 1_000;
}

function inSeconds(value: number): string {
  return `${Number(value.toFixed(1))} s`;
}

function sorted<T>(checks: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(checks).toSorted(([left], [right]) => (left < right ? -1 : 1));
}

const verb = (outcome: string) => (outcome === 'fail' ? 'fails' : outcome);
const code = (text: string) => `\`${text}\``;

const MARKER = /(<!-- matrix -->\n)[\s\S]*?(<!-- end of matrix -->)/;

/** What stands between the markers. @throws Error when the document has none */
export function tableIn(document: string): string {
  const [table] = MARKER.exec(document) ?? [];
  if (table === undefined) throw new Error('docs/verification.md has no <!-- matrix --> markers');
  return table;
}

/** The document with `text` between its markers. @throws Error when it has none */
export function withTable(document: string, text: string): string {
  return document.replace(
    tableIn(document),
    () => `<!-- matrix -->\n\n${text}\n<!-- end of matrix -->`,
  );
}
