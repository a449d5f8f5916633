/** A component's scale-out that waited because its instances were at the maximum of ManagedInstanceScaling. */
import type { Analysis } from '../analysis/analyse.ts';
import { type CountedPoint, countedPoints } from '../analysis/instance-counts.ts';
import { lastObserved } from '../analysis/last-observed.ts';
import { stageMs } from '../analysis/reversals.ts';
import type { ScalingEvent } from '../analysis/scaling-event.ts';
import { type Span, spanBetween } from '../analysis/span.ts';
import type { AwsEventOf } from '../record/aws-events.ts';

export interface FullHosts {
  readonly event: ScalingEvent;
  readonly config: AwsEventOf<'endpoint-config'>;
  readonly maxInstances: number;
  readonly waitedSeconds: number;
  /** Whether the copies came in the end, as they do where others leave. */
  readonly came: boolean;
  readonly when: Span;
}

/** Copies that find room start within this; one that takes longer waited for an instance. */
const COPY_START_SECONDS = 300;

/** The scale-out that waited longest; null where none did, or the maximum is not known. */
export function fullHosts({ evidence, events, timeCompression }: Analysis): FullHosts | null {
  const config = lastObserved(evidence.aws, 'endpoint-config');
  const managed = config?.managedInstanceScaling;
  const maxInstances = managed?.enabled === true ? managed.maxInstanceCount : undefined;
  if (evidence.counts !== 'copies' || config === null || maxInstances === undefined) return null;
  const lastMs = evidence.points.at(-1)?.atMs ?? 0;
  const hosts = countedPoints(evidence.hosts);
  const copyStartMs = (COPY_START_SECONDS * 1_000) / (timeCompression ?? 1);
  const waits = events.flatMap((event) => {
    const wantedMs = stageMs(event, 'desired-changed');
    const servedMs = stageMs(event, 'in-service');
    if (event.direction !== 'out' || wantedMs === null) return [];
    const when = spanBetween(wantedMs, servedMs ?? lastMs);
    const fullMs = fullSince(hosts, maxInstances, when.toMs);
    if (fullMs === null) return [];
    const waitedSeconds = (when.toMs - when.fromMs) / 1_000;
    const isInVain = when.toMs - Math.max(fullMs, when.fromMs) > copyStartMs;
    if (!isInVain) return [];
    return [{ event, config, maxInstances, waitedSeconds, came: servedMs !== null, when }];
  });
  return waits.toSorted((left, right) => right.waitedSeconds - left.waitedSeconds)[0] ?? null;
}

/** Since when no instance more was allowed, local epoch ms; null where one was at that time. */
function fullSince(hosts: readonly CountedPoint[], most: number, untilMs: number): number | null {
  const before = hosts.filter(({ atMs }) => atMs <= untilMs);
  const last = before.findLastIndex(({ current }) => current < most);
  return before[last + 1]?.atMs ?? null;
}
