/** Instance pools: the types a variant may run on, and which of them were in service. */
import type { AwsEvent } from '../record/aws-events.ts';
import { countedPoints } from './instance-counts.ts';
import { lastAt } from './last-at.ts';
import { lastObserved } from './last-observed.ts';
import type { LoadSecond } from './load-seconds.ts';
import type { InstancesPoint } from './timeline.ts';

export interface Pools {
  /** Instance types, the one that is tried first at the front. */
  readonly types: readonly string[];
  /** How long one is tried before the next; null where AWS did not say. */
  readonly timeoutSeconds: number | null;
}

/** Null for a variant of one instance type. */
export function poolsOf(aws: readonly AwsEvent[]): Pools | null {
  const config = lastObserved(aws, 'endpoint-config');
  if (config?.pools === undefined || config.pools.length === 0) return null;
  return {
    types: config.pools
      .toSorted((left, right) => left.priority - right.priority)
      .map(({ instanceType }) => instanceType),
    timeoutSeconds: config.provisionTimeoutSeconds ?? null,
  };
}

export type ByType = ReadonlyMap<string, number>;

/** Instances in service by type, without types that have none; null where a poll did not tell. */
export function byType({ pools }: Pick<InstancesPoint, 'pools'>): ByType | null {
  if (pools === undefined) return null;
  return new Map(
    pools.flatMap(({ instanceType, currentInstanceCount: count }) =>
      count > 0 ? [[instanceType, count] as const] : [],
    ),
  );
}

/** The type of all instances in service; null where there are several types, or none. */
function onlyType(point: InstancesPoint): string | null {
  const types = [...(byType(point)?.keys() ?? [])];
  return types.length === 1 ? types[0]! : null;
}

export interface OneType {
  /** Null for a variant without pools. */
  readonly instanceType: string | null;
  /** Those in which all instances in service were of it. */
  readonly seconds: readonly LoadSecond[];
  /** How many others were left out. */
  readonly leftOut: number;
}

/**
 * What an instance carries depends on its type, so figures of each instance are told of one type alone: the one
 * that was alone in service first.
 *
 * @param points in time order
 */
export function ofOneType(
  seconds: readonly LoadSecond[],
  points: readonly InstancesPoint[],
): OneType {
  const known = countedPoints(points);
  if (!known.some((point) => point.pools !== undefined)) {
    return { instanceType: null, seconds, leftOut: 0 };
  }
  const instanceType = known.map(onlyType).find((type) => type !== null) ?? null;
  const isAlone = ({ startMs }: LoadSecond) => {
    const before = lastAt(known, (point) => point.atMs, startMs);
    const around = [known[before], known[before + 1]].filter((point) => point !== undefined);
    return around.every((point) => onlyType(point) === instanceType);
  };
  const alike = instanceType === null ? [] : seconds.filter(isAlone);
  return { instanceType, seconds: alike, leftOut: seconds.length - alike.length };
}

/** `2 of ml.m5.xlarge and 1 of ml.c5.xlarge`. */
export function typesInWords(types: ByType): string {
  return listed.format([...types].map(([type, count]) => `${count} of ${type}`));
}

const listed = new Intl.ListFormat('en-GB');

/** Highest and last count of each type that was in service; empty for a variant without pools. */
export function typesOver(
  points: readonly InstancesPoint[],
): { instanceType: string; peak: number; last: number }[] {
  const told = points.flatMap((point) => byType(point) ?? []);
  const types = new Set(told.flatMap((counts) => [...counts.keys()]));
  return [...types].sort().map((instanceType) => {
    const counts = told.map((one) => one.get(instanceType) ?? 0);
    return { instanceType, peak: Math.max(...counts), last: counts.at(-1) ?? 0 };
  });
}
