/** Tells which instances a scale-out brought. Their ids are opaque: only when each was first seen tells. */
import { type CountedPoint, countedPoints, instancesAtStart } from '../instance-counts.ts';
import type { ScalingEvent } from '../scaling-event.ts';
import type { Span } from '../span.ts';
import type { InstancesPoint } from '../timeline.ts';
import type { FleetPeriod } from './fleet-periods.ts';

/** How an instance came to be in service. */
export type Origin =
  | { readonly kind: 'first' }
  /** `event`: its index among the scaling events. `arrivedMs`: the poll that first counted it. */
  | { readonly kind: 'scale-out'; readonly event: number; readonly arrivedMs: number }
  /** It came while the count was not raised: SageMaker replaced another. */
  | { readonly kind: 'replacement' };

export interface KnownInstance {
  readonly id: string;
  /** From the start of the first to the end of the last period in which it got requests. */
  readonly seen: Span;
  /** Of its first period: it took its first request at any time within. */
  readonly firstPeriodEndMs: number;
  readonly origin: Origin;
}

/** From when on polls counted it or, for one that they do not tell from the others, metrics showed it. */
export function inServiceMs({ origin, seen }: KnownInstance): number {
  return origin.kind === 'scale-out' ? origin.arrivedMs : seen.fromMs;
}

/** New instances that polls counted in service, and for which no metric has an id. */
export interface UnseenInstances {
  readonly event: number;
  readonly count: number;
  /** The poll that first counted the last of them. */
  readonly arrivedMs: number;
}

export interface Origins {
  /** In the order in which they were first seen. */
  readonly known: readonly KnownInstance[];
  readonly unseen: readonly UnseenInstances[];
}

interface Arrivals {
  readonly event: number;
  /** The earliest that the scale-out can have begun. */
  readonly sinceMs: number;
  /** Of each new instance, in order. */
  readonly polls: readonly number[];
  taken: number;
}

/**
 * An instance came with the last scale-out whose new instances had been counted before the end of its first
 * period, and of which no instance was seen yet. Without such a scale-out it was there from the start, if it was
 * seen in the first period or while fewer were seen than were in service then.
 */
export function originsOf(
  periods: readonly FleetPeriod[],
  points: readonly InstancesPoint[],
  events: readonly ScalingEvent[],
): Origins {
  const counts = countedPoints(points);
  const arrivals = arrivalsOf(counts, events);
  const firstMs = periods.find(({ requests }) => requests > 0)?.startMs ?? 0;
  const atFirst = counts.length === 0 ? 0 : instancesAtStart(counts, firstMs);
  let first = 0;
  const known = seenInstances(periods).map((seen): KnownInstance => {
    const { firstPeriodEndMs } = seen;
    const begun = arrivals.filter(({ sinceMs }) => sinceMs < firstPeriodEndMs);
    const free = begun.findLast(
      ({ polls, taken }) => (polls[taken] ?? Number.POSITIVE_INFINITY) < firstPeriodEndMs,
    );
    const wasThere = first < atFirst || seen.seen.fromMs <= firstMs;
    if (free === undefined && (wasThere || counts.length === 0)) {
      first += 1;
      return { ...seen, origin: { kind: 'first' } };
    }
    if (free === undefined) return { ...seen, origin: { kind: 'replacement' } };
    const arrivedMs = free.polls[free.taken]!;
    free.taken += 1;
    return { ...seen, origin: { kind: 'scale-out', event: free.event, arrivedMs } };
  });
  const unseen = arrivals.flatMap(({ event, polls, taken }) =>
    taken < polls.length ? [{ event, count: polls.length - taken, arrivedMs: polls.at(-1)! }] : [],
  );
  return { known, unseen };
}

function seenInstances(periods: readonly FleetPeriod[]): Omit<KnownInstance, 'origin'>[] {
  const spans = new Map<string, { fromMs: number; toMs: number; firstPeriodEndMs: number }>();
  for (const { startMs, endMs, instances } of periods) {
    for (const [id, { requests }] of instances) {
      if (requests === 0) continue;
      const span = spans.get(id);
      if (span === undefined) {
        spans.set(id, { fromMs: startMs, toMs: endMs, firstPeriodEndMs: endMs });
      } else {
        span.toMs = endMs;
      }
    }
  }
  return [...spans]
    .map(([id, { fromMs, toMs, firstPeriodEndMs }]) => ({
      id,
      seen: { fromMs, toMs },
      firstPeriodEndMs,
    }))
    .toSorted((left, right) => left.seen.fromMs - right.seen.fromMs || compare(left.id, right.id));
}

function arrivalsOf(counts: readonly CountedPoint[], events: readonly ScalingEvent[]): Arrivals[] {
  return events.flatMap((event, index) => {
    if (event.direction === 'in' || event.counts === 'copies') return [];
    const sinceMs = begunMs(event);
    if (sinceMs === null) return [];
    const later = counts.filter(({ atMs }) => atMs >= sinceMs);
    const polls: number[] = [];
    for (let wanted = event.fromInstances + 1; wanted <= event.toInstances; wanted += 1) {
      const poll = later.find(({ current }) => current >= wanted);
      if (poll === undefined) break;
      polls.push(poll.atMs);
    }
    return polls.length === 0 ? [] : [{ event: index, sinceMs, polls, taken: 0 }];
  });
}

function begunMs({ stages }: ScalingEvent): number | null {
  for (const id of ['desired-changed', 'in-service'] as const) {
    const stage = stages.find((one) => one.id === id);
    if (stage?.atMs != null) return stage.atMs - (stage.plusMinusSeconds ?? 0) * 1_000;
  }
  return null;
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
