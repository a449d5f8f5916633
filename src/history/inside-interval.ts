/** One run against one: how far apart they are, beside how far each is apart from itself. */
import type { Interval } from '../statistics/shift.ts';
import type { RunEntry } from './entry.ts';
import type { Metric } from './metrics.ts';

/**
 * The interval of a change, from the intervals of both runs, as if these were independent (the method of variance
 * estimates recovery: Zou and Donner, Statistics in Medicine 27 (2008) 1693-1702), on a scale of logarithms for
 * a ratio. It knows how the seconds of a run differ, not how runs differ: so it is too narrow, and an indication.
 *
 * @returns in the unit of the change; null unless each side is one run that has the metric's interval.
 */
export function insideInterval(
  id: string,
  base: readonly RunEntry[],
  candidate: readonly RunEntry[],
  compareBy: Metric['compareBy'],
): Interval | null {
  const [one, other] = [base, candidate].map((runs) =>
    runs.length === 1 ? runs[0]!.metrics[id] : undefined,
  );
  if (one === undefined || other === undefined) return null;
  const isRatio = compareBy === 'ratio';
  const numbers = [one, other].flatMap(({ value, low, high }) => [value, low, high]);
  if (numbers.some((number) => number === null || (isRatio && number <= 0))) return null;
  const scale = (value: number | null) => (isRatio ? Math.log(value!) : value!);
  const change = scale(other.value) - scale(one.value);
  const low =
    change - Math.hypot(scale(other.value) - scale(other.low), scale(one.high) - scale(one.value));
  const high =
    change + Math.hypot(scale(other.high) - scale(other.value), scale(one.value) - scale(one.low));
  return isRatio ? { low: Math.expm1(low), high: Math.expm1(high) } : { low, high };
}
