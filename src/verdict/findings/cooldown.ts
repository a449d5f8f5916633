/** Finds scale-outs and scale-ins that a cooldown delayed, and by how much. */
import type { Analysis } from '../../analysis/analyse.ts';
import { toLocalMs } from '../../analysis/clock-offset.ts';
import { countedPoints } from '../../analysis/instance-counts.ts';
import { lastObserved } from '../../analysis/last-observed.ts';
import { cooldownOf, lastPolicy } from '../../analysis/policies.ts';
import { acted, type ScalingActivity } from '../../analysis/scaling-activities.ts';
import { type Span, spanBetween } from '../../analysis/span.ts';
import { breaches, seriesOf, type TriggerRule } from '../../analysis/tracked-metric.ts';
import { seconds } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import { type Found, note } from './finding.ts';

/**
 * The cooldown caused a wait when two activities go in the same direction, the metric breaches in between,
 * and the second starts no more than two periods after the cooldown that follows the first ends. A
 * wait that outlasts the load counts up to the end of the load.
 *
 * The wait runs to the second activity from when the policy would have acted without the cooldown: the
 * metric has breached after the first change was complete, and the alarm has fired.
 */
export function cooldownWaited(analysis: Analysis): readonly Found[] {
  const { evidence } = analysis;
  const policy = lastPolicy(evidence.aws);
  if (policy === null) return [];
  return [
    ...waits(analysis, 'out', evidence.outRule, cooldownOf(policy, 'out')),
    ...waits(analysis, 'in', evidence.inRule, cooldownOf(policy, 'in')),
  ];
}

function waits(
  analysis: Analysis,
  direction: 'out' | 'in',
  rule: TriggerRule | null,
  cooldownSeconds: number | null,
): Found[] {
  if (rule === null || cooldownSeconds === null) return [];
  const { evidence, loadSpan } = analysis;
  const done = evidence.activities.filter((one) => acted(one) && one.desired !== null);
  const periodMs = rule.periodSeconds * 1_000;
  const found: Found[] = [];
  for (const [index, first] of done.entries()) {
    if (directionOf(done, index, analysis) !== direction) continue;
    const completedMs = endOf(analysis, first);
    const next = done[index + 1];
    if (completedMs === null || loadSpan === null || first.startMs < loadSpan.fromMs) continue;
    if (next !== undefined && directionOf(done, index + 1, analysis) !== direction) continue;
    const overMs = completedMs + cooldownSeconds * 1_000;
    // A scale-out that never came was needed only while there was load.
    const untilMs = next?.startMs ?? (direction === 'out' ? loadSpan.toMs : lastSeenMs(analysis));
    const held = next === undefined ? untilMs <= overMs : untilMs >= overMs - periodMs / 2;
    if (!held || (next !== undefined && untilMs > overMs + 2 * periodMs)) continue;
    if (next === undefined && atBound(analysis, direction)) continue;
    const breachedMs = (seriesOf(rule, evidence.series)?.points ?? []).find(
      (point) => point.startMs >= completedMs && point.endMs <= untilMs && breaches(rule, point),
    )?.endMs;
    const alarmedMs = inAlarmSince(analysis, rule, untilMs);
    if (breachedMs === undefined || alarmedMs === null) continue;
    const fromMs = Math.max(breachedMs, alarmedMs);
    if (untilMs - fromMs <= periodMs) continue;
    found.push(
      inWords(analysis, direction, first, next, spanBetween(fromMs, untilMs), cooldownSeconds),
    );
  }
  return found;
}

function inWords(
  { record, evidence }: Analysis,
  direction: 'out' | 'in',
  first: ScalingActivity,
  next: ScalingActivity | undefined,
  wait: Span,
  cooldownSeconds: number,
): Found {
  const waited = (wait.toMs - wait.fromMs) / 1_000;
  const ids = new Set([first.id, next?.id]);
  const then =
    next === undefined
      ? `no change followed for ${seconds(waited)}`
      : `the change to ${next.desired} came only ${seconds(waited)} later`;
  return note('cooldown-waited', {
    message: `After the change to ${first.desired}, the scale-${direction} cooldown of ${seconds(cooldownSeconds)} held the policy back: the metric breached its threshold, but ${then}.`,
    advice:
      direction === 'out'
        ? `Shorten the scale-out cooldown, or ${evidence.outRule?.isStep === true ? 'let the steps add more at once' : 'lower the target'} so that one change is enough.`
        : 'Shorten the scale-in cooldown to save the cost of these instances, at the risk of flapping.',
    value: quantity(waited, 'seconds'),
    shownBy: record.aws.filter((one) => one.type === 'activity' && ids.has(one.id)),
    when: wait,
  });
}

function directionOf(
  done: readonly ScalingActivity[],
  index: number,
  { evidence }: Analysis,
): 'out' | 'in' | null {
  const desired = done[index]?.desired ?? null;
  const before =
    done[index - 1]?.desired ??
    countedPoints(evidence.points).find((point) => point.atMs <= (done[index]?.startMs ?? 0))
      ?.current;
  if (desired === null || before == null || desired === before) return null;
  return desired > before ? 'out' : 'in';
}

/** When the change was complete, local epoch ms: from the activity itself, else from the polls. */
function endOf({ evidence }: Analysis, activity: ScalingActivity): number | null {
  for (const event of evidence.aws) {
    if (event.type === 'activity' && event.id === activity.id && event.endMs !== undefined) {
      return toLocalMs(evidence.clock, event.endMs);
    }
  }
  const reached = countedPoints(evidence.points).find(
    (point) => point.atMs > activity.startMs && point.current === activity.desired,
  );
  return reached?.atMs ?? null;
}

/** Since when the rule's alarm was in ALARM at that moment, local epoch ms; null when it was not. */
function inAlarmSince({ evidence }: Analysis, rule: TriggerRule, atMs: number): number | null {
  let last: { atMs: number; to: string } | null = null;
  for (const event of evidence.aws) {
    if (event.type !== 'alarm-transition' || event.name !== rule.alarmName) continue;
    const changedMs = toLocalMs(evidence.clock, event.timestampMs);
    if (changedMs <= atMs && (last === null || changedMs >= last.atMs)) {
      last = { atMs: changedMs, to: event.to };
    }
  }
  return last?.to === 'ALARM' ? last.atMs : null;
}

/** At the minimum or maximum capacity no further change can come. */
function atBound({ evidence }: Analysis, direction: 'out' | 'in'): boolean {
  const target = lastObserved(evidence.aws, 'scalable-target');
  const current = countedPoints(evidence.points).at(-1)?.current;
  if (target === null || current === undefined) return true;
  return direction === 'out' ? current >= target.maxCapacity : current <= target.minCapacity;
}

function lastSeenMs({ evidence }: Analysis): number {
  return evidence.points.at(-1)?.atMs ?? 0;
}
