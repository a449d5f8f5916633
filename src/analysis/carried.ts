/** What instances were seen to carry: the predictions that each of them answered, whatever it was sent. */
import { countedPoints, surelyInService } from './instance-counts.ts';
import type { LoadSecond } from './load-seconds.ts';
import type { InstancesPoint } from './timeline.ts';

export interface CarriedSecond {
  readonly second: LoadSecond;
  /** Surely in service in all of the time looked at. */
  readonly instances: number;
  /** Predictions a second that each answered, over the seconds that end with this one. */
  readonly each: number;
  /** Requests a second that each was sent in this time. */
  readonly sentEach: number;
}

/**
 * What is sent says nothing of what is carried: a queue takes it in and gives it back late, or never.
 * Answers do, over a few seconds of one count of instances. A change of the count is known only to
 * the poll after it, so as many seconds on either side of one tell nothing.
 */
export const OVER_SECONDS = 10;

export function carriedSeconds(
  seconds: readonly LoadSecond[],
  points: readonly InstancesPoint[],
  overSeconds = OVER_SECONDS,
): CarriedSecond[] {
  const known = countedPoints(points);
  const counts = seconds.map((second) => surelyInService(known, second.startMs));
  const found: CarriedSecond[] = [];
  for (const [index, second] of seconds.entries()) {
    const from = index - overSeconds + 1;
    const instances = counts[index];
    if (from < 0 || instances == null || instances === 0) continue;
    const around = counts.slice(Math.max(0, from - OVER_SECONDS), index + OVER_SECONDS + 1);
    const inARow = second.second - seconds[from]!.second === overSeconds - 1;
    if (!inARow || around.some((count) => count !== instances)) continue;
    const window = seconds.slice(from, index + 1);
    const each = (of: (one: LoadSecond) => number) =>
      window.reduce((sum, one) => sum + of(one), 0) / overSeconds / instances;
    found.push({ second, instances, each: each(predictions), sentEach: each(({ sent }) => sent) });
  }
  return found;
}

export function predictions({ outcomes }: Pick<LoadSecond, 'outcomes'>): number {
  return (outcomes.correct ?? 0) + (outcomes.wrong ?? 0);
}
