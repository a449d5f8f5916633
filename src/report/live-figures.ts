/** The newest figures of a run under way, in words: the live screen and the plain line share them. */
import type { LoadPoint, Timeline } from '../analysis/timeline.ts';
import { briefMilliseconds, compact, count, perSecond } from '../format/numbers.js';
import type { Outcome } from '../systems/outcome.ts';
import { concurrencyInstead } from './concurrency.ts';
import { trackedMetric } from './target-metric.ts';

/** Latency figures look back this far: a single second is noise, a minute hides the bump. */
const RECENT_SECONDS = 5;

export interface LiveFigures {
  readonly planned: string;
  readonly achieved: string;
  readonly p50: string;
  readonly p95: string;
  readonly p99: string;
  readonly ok: string;
  readonly wrong: string;
  readonly errors: string;
  /** Errors by kind, `throttled 12, timeout 3`; empty when there are none. */
  readonly errorKinds: string;
  /** `2`, or `2 -> 3` while the fleet is changing. */
  readonly instances: string;
  /** Where there are no instances to count; null where there are. */
  readonly concurrency: {
    readonly of: string;
    readonly now: string;
    readonly limit: string;
  } | null;
  readonly metricName: string;
  readonly metric: string;
  readonly target: string;
  /** The same without the metric's name, for narrow panels. */
  readonly metricShort: string;
  readonly targetShort: string;
  readonly aboveTarget: boolean;
}

export function liveFigures(timeline: Timeline): LiveFigures {
  const last = timeline.load.at(-1);
  const recent = timeline.load.slice(-RECENT_SECONDS);
  const totals = outcomeTotals(timeline.load);
  const errors = [...totals].filter(([outcome]) => outcome !== 'correct' && outcome !== 'wrong');
  const metric = trackedMetric(timeline);
  const newest = metric.points.at(-1);
  const value = newest ? metric.valueOf(newest) : null;
  return {
    planned: last ? perSecond(last.planned) : 'n/a',
    achieved: last ? perSecond(last.sent) : 'n/a',
    p50: briefMilliseconds(worst(recent, 'latencyP50Ms')),
    p95: briefMilliseconds(worst(recent, 'latencyP95Ms')),
    p99: briefMilliseconds(worst(recent, 'latencyP99Ms')),
    ok: count(totals.get('correct') ?? 0),
    wrong: count(totals.get('wrong') ?? 0),
    errors: count(errors.reduce((sum, [, total]) => sum + total, 0)),
    errorKinds: errors.map(([outcome, total]) => `${outcome} ${count(total)}`).join(', '),
    instances: instancesInWords(timeline),
    concurrency: concurrencyInWords(timeline),
    metricName: metric.name,
    metric: value === null ? 'n/a' : `${count(value)} ${metric.unit}`,
    target: metric.target === null ? 'unknown' : count(metric.target),
    metricShort: `Per instance ${compact(value)}${metric.unit === 'per minute' ? '/min' : ''}`,
    targetShort: metric.target === null ? 'unknown' : compact(metric.target),
    aboveTarget: value !== null && metric.target !== null && value > metric.target,
  };
}

function outcomeTotals(load: readonly LoadPoint[]): Map<Outcome, number> {
  const totals = new Map<Outcome, number>();
  for (const point of load) {
    for (const [outcome, total] of Object.entries(point.outcomes)) {
      totals.set(outcome as Outcome, (totals.get(outcome as Outcome) ?? 0) + total);
    }
  }
  return totals;
}

function instancesInWords(timeline: Timeline): string {
  const last = timeline.instances.at(-1);
  if (last === undefined || last.current === null) return 'n/a';
  const changing = last.desired !== null && last.desired !== last.current;
  return changing ? `${last.current} -> ${last.desired}` : String(last.current);
}

function concurrencyInWords(timeline: Timeline): LiveFigures['concurrency'] {
  const concurrency = concurrencyInstead(timeline);
  if (concurrency === null) return null;
  return {
    of: concurrency.of,
    now: count(concurrency.points.at(-1)?.value ?? null),
    limit: concurrency.limit === null ? 'unknown' : count(concurrency.limit),
  };
}

/** The highest of the seconds' percentiles: percentiles of seconds cannot be averaged. */
function worst(
  points: readonly LoadPoint[],
  key: 'latencyP50Ms' | 'latencyP95Ms' | 'latencyP99Ms',
): number | null {
  const known = points.map((point) => point[key]).filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}
