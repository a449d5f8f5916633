/**
 * CloudWatch's extended statistics: `p99`, `tm90`, `TM(10%:90%)`, `PR(:300)`, `IQM` and the like.
 * Source: "Statistics definitions", Amazon CloudWatch User Guide.
 */
import type { Sample } from './distribution.ts';

type Kind = 'p' | 'tm' | 'wm' | 'tc' | 'ts' | 'pr';

export interface ExtendedStatistic {
  readonly kind: Kind;
  readonly from: Bound;
  readonly to: Bound;
}

/** A value, or a share of the samples. */
export interface Bound {
  readonly at: number;
  readonly isShare: boolean;
}

const SHORT = /^(p|tm|wm|tc|ts)(\d{1,2}(?:\.\d{1,10})?|100)$/;
const LONG = /^(TM|WM|TC|TS|PR)\(([\d.]+%?)?:([\d.]+%?)?\)$/;

/** Undefined for any other text. */
export function extendedStatistic(name: string): ExtendedStatistic | undefined {
  if (name === 'IQM') return { kind: 'tm', from: share(25), to: share(75) };
  const short = SHORT.exec(name);
  if (short) return { kind: short[1] as Kind, from: share(0), to: share(Number(short[2])) };
  const [, kind, from, to] = LONG.exec(name) ?? [];
  if (kind === undefined || (from === undefined && to === undefined)) return undefined;
  const bounds = { from: boundOf(from, Number.NEGATIVE_INFINITY), to: boundOf(to, Infinity) };
  const isRank = kind === 'PR';
  const isReadable = [bounds.from, bounds.to].every(({ at }) => !Number.isNaN(at));
  // A percentile rank is asked of values; of shares it would only repeat them.
  if (!isReadable || (isRank && (bounds.from.isShare || bounds.to.isShare))) return undefined;
  return { kind: kind.toLowerCase() as Kind, ...bounds };
}

/** @param samples smallest value first; at least one */
export function extendedValue(
  { kind, from, to }: ExtendedStatistic,
  samples: readonly Sample[],
): number {
  const total = samples.reduce((sum, { count }) => sum + count, 0);
  if (kind === 'p') return valueAt(samples, total, to.at);
  const kept = between(samples, total, from, to);
  const count = kept.reduce((sum, each) => sum + each.count, 0);
  const sum = kept.reduce((all, each) => all + each.value * each.count, 0);
  switch (kind) {
    case 'tc':
      return count;
    case 'ts':
      return sum;
    case 'tm':
      return count === 0 ? 0 : sum / count;
    case 'pr':
      return (100 * count) / total;
    case 'wm':
      return winsorized(samples, total, kept);
  }
}

const share = (at: number): Bound => ({ at, isShare: true });

function boundOf(text: string | undefined, open: number): Bound {
  if (text === undefined) return { at: open, isShare: false };
  return text.endsWith('%')
    ? share(Number(text.slice(0, -1)))
    : { at: Number(text), isShare: false };
}

/** The smallest value that this share of the samples does not exceed. */
function valueAt(samples: readonly Sample[], total: number, percent: number): number {
  let rank = Math.max(1, Math.ceil((total * percent) / 100 - 1e-9));
  for (const { value, count } of samples) {
    rank -= count;
    if (rank <= 0) return value;
  }
  return samples.at(-1)!.value;
}

/** The samples between the bounds; one that a share divides is kept in part. */
function between(samples: readonly Sample[], total: number, from: Bound, to: Bound): Sample[] {
  const kept: Sample[] = [];
  const skip = from.isShare ? (total * from.at) / 100 : 0;
  const end = to.isShare ? (total * to.at) / 100 : total;
  let before = 0;
  for (const { value, count } of samples) {
    const here = Math.min(before + count, end) - Math.max(before, skip);
    before += count;
    const isWithin = (from.isShare || value >= from.at) && (to.isShare || value <= to.at);
    if (isWithin && here > 0) kept.push({ value, count: here });
  }
  return kept;
}

/** The mean with what lies outside the bounds moved to them. */
function winsorized(samples: readonly Sample[], total: number, kept: readonly Sample[]): number {
  const [low, high] = [kept[0]?.value, kept.at(-1)?.value];
  if (low === undefined || high === undefined) return 0;
  const clamped = samples.reduce(
    (sum, { value, count }) => sum + Math.min(high, Math.max(low, value)) * count,
    0,
  );
  return clamped / total;
}
