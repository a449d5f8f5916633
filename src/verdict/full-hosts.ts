/** A component's scale-out that waited because its instances were at the maximum of ManagedInstanceScaling. */
import type { Analysis } from '../analysis/analyse.ts';
import { countedPoints } from '../analysis/instance-counts.ts';
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
  const waits = events.flatMap((event) => {
    const wantedMs = stageMs(event, 'desired-changed');
    const servedMs = stageMs(event, 'in-service');
    if (event.direction !== 'out' || wantedMs === null) return [];
    const when = spanBetween(wantedMs, servedMs ?? lastMs);
    const within = hosts.filter(({ atMs }) => atMs >= when.fromMs && atMs <= when.toMs);
    const isFull = within.length > 0 && within.every(({ current }) => current >= maxInstances);
    const waitedSeconds = (when.toMs - when.fromMs) / 1_000;
    const isLong = waitedSeconds > COPY_START_SECONDS / (timeCompression ?? 1);
    if (!isFull || !isLong) return [];
    return [{ event, config, maxInstances, waitedSeconds, came: servedMs !== null, when }];
  });
  return waits.toSorted((left, right) => right.waitedSeconds - left.waitedSeconds)[0] ?? null;
}
