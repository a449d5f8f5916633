/** Each instance by itself, where metrics tell them apart: whence it came, what it got, and what is odd of it. */
import type { Expectations } from '../../scenario/expectations.ts';
import { TRAFFIC_SHARED } from '../../scenario/expectations.ts';
import { lastObserved } from '../last-observed.ts';
import type { ScalingEvent } from '../scaling-event.ts';
import type { ScalingEvidence } from '../scaling-evidence.ts';
import type { Span } from '../span.ts';
import { type CountedPeriod, countedPeriods } from './counted-periods.ts';
import { periodsOf, took } from './expected-instances.ts';
import { type FleetPeriod, fleetPeriods } from './fleet-periods.ts';
import { type Oddity, odditiesOf } from './oddities.ts';
import { type KnownInstance, originsOf, type UnseenInstances } from './origins.ts';
import { FEWEST_PERIODS, type ShareTaken, shareTaken } from './share-taken.ts';

export interface OneInstance extends KnownInstance {
  /** While it was seen. */
  readonly requests: number;
  readonly errors: number;
  /** Null where nothing was answered. */
  readonly modelLatencyMs: number | null;
  /** Mean of its datapoints; null without any. */
  readonly cpuPercent: number | null;
  /** From when on its share is judged: null for one that was there when the load began. */
  readonly dueMs: number | null;
  /** Null where fewer than two periods can be judged. */
  readonly taken: ShareTaken | null;
  /** The same of its first time alone, as long again as it was allowed: what comes later makes up for nothing. */
  readonly takenAtFirst: ShareTaken | null;
  /** The worst first. */
  readonly oddities: readonly Oddity[];
}

/** New instances without an id, judged together: what the known ones did not take is theirs. */
export interface UnseenTaken extends UnseenInstances {
  readonly dueMs: number;
  /** Of each of them on average; null where that cannot be told. */
  readonly taken: ShareTaken | null;
}

export interface InstancesApart {
  readonly periods: readonly FleetPeriod[];
  /** Those of them that can be compared. */
  readonly judged: readonly CountedPeriod[];
  /** In the order in which they were first seen. */
  readonly each: readonly OneInstance[];
  readonly unseen: readonly UnseenTaken[];
  readonly minShare: number;
  /** What `withinSeconds` came to here, local ms. */
  readonly withinMs: number;
}

/** Chance that the share of any instance of a run lies outside of its interval. */
const OUTSIDE = 0.01;

/** @returns null where no metric tells instances apart */
export function instancesApart(
  evidence: ScalingEvidence,
  events: readonly ScalingEvent[],
  load: Span | null,
  asked: Expectations['trafficShared'],
  timeCompression: number | null,
): InstancesApart | null {
  const periods = fleetPeriods(evidence.instanceSeries, evidence.series);
  // Copies of a component need not be spread evenly over its instances.
  if (periods.length === 0 || load === null || evidence.counts === 'copies') return null;
  const marginMs = evidence.clock.plusMinusMs ?? 1_000;
  const judged = countedPeriods(periods, evidence.points, load, marginMs);
  const { known, unseen } = originsOf(periods, evidence.points, events);
  const { minShare, withinSeconds } = asked || TRAFFIC_SHARED;
  const withinMs = Math.max(
    evidence.trafficGraceMs,
    (withinSeconds * 1_000) / (timeCompression ?? 1),
  );
  const unseenCount = unseen.reduce((sum, { count }) => sum + count, 0);
  const instances = known.length + unseenCount;
  // Of each, two are looked at: the whole time and the first.
  const confidence = 1 - OUTSIDE / (2 * Math.max(1, instances));
  const bounds = { instances, minShare, areAlike: areAlike(evidence) };
  // What instances without an id took is in the variant's count alone.
  const total = ({ requests, variantRequests }: CountedPeriod) =>
    unseenCount > 0 ? Math.max(requests, variantRequests ?? 0) : requests;
  const after = (list: readonly CountedPeriod[], atMs: number | null) =>
    atMs === null ? [...list] : list.filter(({ startMs }) => startMs - marginMs >= atMs);
  const each = known.map((one): OneInstance => {
    const { id, origin, firstPeriodEndMs } = one;
    const arrivedMs = origin.kind === 'scale-out' ? origin.arrivedMs : null;
    const dueMs = origin.kind === 'first' ? null : (arrivedMs ?? firstPeriodEndMs) + withinMs;
    const own = periodsOf(one, judged, known);
    const sinceSeen = origin.kind === 'first' ? own : after(own, firstPeriodEndMs - marginMs);
    const due = after(own, dueMs);
    const take = (list: readonly CountedPeriod[]) =>
      shareTaken(list, (period) => took(period, id), total, confidence);
    const taken = take(due);
    const atFirst = due.filter(
      ({ startMs }, index) => index < FEWEST_PERIODS || startMs < (dueMs ?? 0) + withinMs,
    );
    const warmMs = dueMs === null ? null : firstPeriodEndMs + evidence.trafficGraceMs;
    return {
      ...one,
      ...sumsOf(id, periods),
      cpuPercent: cpuOf(id, evidence),
      dueMs,
      taken,
      takenAtFirst: dueMs === null ? null : take(atFirst),
      oddities: odditiesOf({ id, sinceSeen, sinceWarm: after(sinceSeen, warmMs), taken }, bounds),
    };
  });
  return {
    ...{ periods, judged, each, minShare, withinMs },
    unseen: unseen.map((one) => {
      const dueMs = one.arrivedMs + withinMs;
      const list = after(judged, dueMs).filter(({ variantRequests }) => variantRequests !== null);
      const left = (period: CountedPeriod) =>
        Math.max(0, total(period) - period.requests) / unseenCount;
      return { ...one, dueMs, taken: shareTaken(list, left, total, confidence) };
    }),
  };
}

function sumsOf(id: string, periods: readonly FleetPeriod[]) {
  let [requests, errors, weighted, answered] = [0, 0, 0, 0];
  for (const { instances } of periods) {
    const own = instances.get(id);
    if (own === undefined) continue;
    requests += own.requests;
    errors += own.errors;
    if (own.modelLatencyMs === null) continue;
    weighted += own.requests * own.modelLatencyMs;
    answered += own.requests;
  }
  return { requests, errors, modelLatencyMs: answered > 0 ? weighted / answered : null };
}

function cpuOf(id: string, { instanceSeries }: ScalingEvidence): number | null {
  const points =
    instanceSeries.find(
      (one) => one.instanceId === id && one.metric === 'CPUUtilization' && one.stat === 'Average',
    )?.points ?? [];
  return points.length === 0
    ? null
    : points.reduce((sum, { value }) => sum + value, 0) / points.length;
}

/** Of a variant of instance pools, more than one type may be in service. */
function areAlike({ aws }: ScalingEvidence): boolean {
  const pools = lastObserved(aws, 'endpoint')?.pools ?? [];
  return pools.filter(({ currentInstanceCount }) => currentInstanceCount > 0).length < 2;
}
