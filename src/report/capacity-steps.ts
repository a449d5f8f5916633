/** One line a step of a capacity test: while it runs, and in its result. */
import type { Capacity, CapacityStep } from '../capacity/result.ts';
import { briefMilliseconds, figure, percent, perSecond } from '../format/numbers.js';
import type { Palette } from './palette.ts';
import { pad } from './text-columns.ts';

/** As they come from the search, without what CloudWatch adds later. */
export type StepShown = Pick<
  CapacityStep,
  | 'purpose'
  | 'targetRps'
  | 'answeredRps'
  | 'latencyMs'
  | 'errorShare'
  | 'concurrency'
  | 'outcome'
  | 'reason'
>;

const WIDTHS = [8, 10, 10, 8, 8, 8, 9] as const;

export function stepHeader({ percentile }: Capacity['bound']): string {
  const bound = percentile === 50 ? 'p99' : `p${percentile}`;
  return row('', ['sent', 'answered', 'p50', bound, 'errors', 'in flight'], 'verdict');
}

export function stepLine(step: StepShown, paint: Palette): string {
  const { latencyMs, targetRps, answeredRps, errorShare, concurrency, outcome } = step;
  const cells = [
    perSecond(targetRps),
    perSecond(answeredRps),
    briefMilliseconds(latencyMs.p50),
    briefMilliseconds(latencyMs.atBound),
    percent(errorShare),
    figure(concurrency),
  ];
  return row(step.purpose, cells, paint.status(STATUS[outcome], verdictOf(step)));
}

function row(first: string, cells: readonly string[], last: string): string {
  const padded = cells.map((cell, index) => pad(cell, WIDTHS[index + 1]!, 'left'));
  return [pad(first, WIDTHS[0]), ...padded, ` ${last}`].join(' ');
}

const STATUS = { met: 'pass', missed: 'fail', open: 'inconclusive', void: 'skipped' } as const;

function verdictOf({ purpose, outcome, reason }: StepShown): string {
  if (purpose === 'overload') return '';
  if (outcome === 'met') return 'met';
  return `${outcome}: ${REASONS[reason] ?? reason}`;
}

/** Short enough for a column; the result has the sentence. */
const REASONS: Readonly<Record<string, string>> = {
  'count-changed': 'count',
  'not-sent': 'not sent',
  'generator-late': 'late',
  errors: 'errors',
  'not-steady': 'queue',
  latency: 'latency',
  'too-few': 'too few',
};
