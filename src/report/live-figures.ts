/** The latest figures of a run in progress as text, for the live screen and the progress line. */
import { type CountsOf, fleetWords } from '../analysis/copies.ts';
import { type NewestFigures, newestFigures } from '../analysis/newest-figures.ts';
import type { Timeline } from '../analysis/timeline.ts';
import { briefMilliseconds, compact, count, perSecond } from '../format/numbers.js';

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
  /** `2`, or `2 -> 3` while scaling. */
  readonly instances: string;
  /** What they are: `instances`, or the `copies` of an inference component. */
  readonly counts: CountsOf;
  /** Shown instead of instances where there are none; null otherwise. */
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
  const newest = newestFigures(timeline);
  const { tracked } = newest;
  return {
    planned: perSecond(newest.plannedRps),
    achieved: perSecond(newest.sentRps),
    p50: briefMilliseconds(newest.p50Ms),
    p95: briefMilliseconds(newest.p95Ms),
    p99: briefMilliseconds(newest.p99Ms),
    ok: count(newest.correct),
    wrong: count(newest.wrong),
    errors: count(newest.errors),
    errorKinds: newest.errorKinds
      .map(([outcome, total]) => `${outcome} ${count(total)}`)
      .join(', '),
    instances: instancesInWords(newest),
    counts: timeline.hosts === undefined ? 'instances' : 'copies',
    concurrency: concurrencyInWords(newest),
    metricName: tracked.name,
    metric: tracked.value === null ? 'n/a' : `${count(tracked.value)} ${tracked.unit}`,
    target: tracked.target === null ? 'unknown' : count(tracked.target),
    metricShort: `Per ${fleetWords({ counts: timeline.hosts === undefined ? 'instances' : 'copies' }).one} ${compact(tracked.value)}${tracked.unit === 'per minute' ? '/min' : ''}`,
    targetShort: tracked.target === null ? 'unknown' : compact(tracked.target),
    aboveTarget: tracked.aboveTarget,
  };
}

function instancesInWords({ instances }: NewestFigures): string {
  if (instances === null) return 'n/a';
  const { current, desired } = instances;
  return desired === null || desired === current ? String(current) : `${current} -> ${desired}`;
}

function concurrencyInWords({ concurrency }: NewestFigures): LiveFigures['concurrency'] {
  if (concurrency === null) return null;
  const { of, now, limit } = concurrency;
  return { of, now: count(now), limit: limit === null ? 'unknown' : count(limit) };
}
