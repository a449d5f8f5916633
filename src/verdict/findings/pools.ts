/** Finds scale-outs of instance pools that came as another type than the first, or waited until a type had capacity. */
import type { Analysis } from '../../analysis/analyse.ts';
import { type ByType, byType, poolsOf, typesInWords } from '../../analysis/instance-pools.ts';
import { stageMs } from '../../analysis/reversals.ts';
import type { ScalingEvent } from '../../analysis/scaling-event.ts';
import { spanBetween } from '../../analysis/span.ts';
import { counted, seconds } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import { type Found, problem } from './finding.ts';

/** Each scale-out that did not simply come as the type that is tried first. */
export interface PoolWait {
  readonly event: ScalingEvent;
  /** From desired to in service or, where they never came, to the last poll. */
  readonly waitedSeconds: number;
  readonly plusMinusSeconds: number;
  readonly came: boolean;
  /** What came, by type; empty where nothing did, or it is not known. */
  readonly added: ByType;
  readonly isFallback: boolean;
}

/**
 * SageMaker tells a shortage of one type at once and tries the next, all of them for the provision timeout in all. So
 * a wait of longer than that tells that none had capacity, whatever came in the end.
 */
export function poolWaits({ evidence, events }: Analysis): PoolWait[] {
  const pools = poolsOf(evidence.aws);
  if (pools === null || evidence.counts === 'copies') return [];
  const lastMs = evidence.points.at(-1)?.atMs ?? 0;
  return events.flatMap((event) => {
    const desired = event.stages.find(({ id }) => id === 'desired-changed');
    const inService = event.stages.find(({ id }) => id === 'in-service');
    if (event.direction !== 'out' || desired?.atMs == null) return [];
    if (inService?.note.includes('withdrawn')) return [];
    const came = inService?.atMs != null;
    const waitedSeconds = ((inService?.atMs ?? lastMs) - desired.atMs) / 1_000;
    const plusMinusSeconds = (desired.plusMinusSeconds ?? 0) + (inService?.plusMinusSeconds ?? 0);
    const added = came ? addedBy(evidence, event) : new Map<string, number>();
    const isFallback = [...added.keys()].some((type) => type !== pools.types[0]);
    const { timeoutSeconds } = pools;
    const isLong = timeoutSeconds !== null && waitedSeconds - plusMinusSeconds > timeoutSeconds;
    if (!isFallback && !isLong) return [];
    return [{ event, waitedSeconds, plusMinusSeconds, came, added, isFallback }];
  });
}

export function fellBackToAnotherType(analysis: Analysis): readonly Found[] {
  const pools = poolsOf(analysis.evidence.aws);
  if (pools === null) return [];
  return poolWaits(analysis)
    .filter(({ isFallback }) => isFallback)
    .map(({ event, waitedSeconds, added }) =>
      problem('fell-back-to-another-type', {
        message: `The scale-out from ${event.fromInstances} to ${counted(event.toInstances, 'instance')} came as ${typesInWords(added)}, not as ${pools.types[0]}, which is tried first. It took ${seconds(waitedSeconds)} from desired to in service.`,
        advice:
          'Check that the bounds hold on every type, since what an instance carries and costs differs. Reserve capacity of the first type, or put another first.',
        value: quantity(waitedSeconds, 'seconds'),
        ...shown(analysis, event),
      }),
    );
}

export function waitedForCapacity(analysis: Analysis): readonly Found[] {
  const pools = poolsOf(analysis.evidence.aws);
  const timeout = pools?.timeoutSeconds ?? null;
  if (pools === null || timeout === null) return [];
  return poolWaits(analysis)
    .filter(({ isFallback }) => !isFallback)
    .map(({ event, waitedSeconds, came }) =>
      problem('waited-for-capacity', {
        message: `The scale-out from ${event.fromInstances} to ${counted(event.toInstances, 'instance')} ${came ? `took ${seconds(waitedSeconds)} from desired to in service` : `was not complete after ${seconds(waitedSeconds)}`}. All types together are tried for ${seconds(timeout)}, so none of ${pools.types.join(', ')} had capacity${came ? ' at first' : ''}.`,
        advice: 'Add a type that is less scarce to the pools, or reserve capacity.',
        value: quantity(waitedSeconds, 'seconds'),
        ...shown(analysis, event),
      }),
    );
}

function shown({ record, evidence }: Analysis, event: ScalingEvent) {
  const fromMs = stageMs(event, 'desired-changed') ?? 0;
  const toMs = stageMs(event, 'in-service') ?? evidence.points.at(-1)?.atMs ?? fromMs;
  return {
    shownBy: record.aws.filter(
      (one) =>
        one.type === 'endpoint' &&
        one.desiredInstanceCount === event.toInstances &&
        one.pools !== undefined,
    ),
    when: spanBetween(fromMs, toMs),
  };
}

/** By what each type grew from the last poll before the change to the first with all in service. */
function addedBy({ points }: Analysis['evidence'], event: ScalingEvent): ByType {
  const fromMs = stageMs(event, 'desired-changed') ?? Number.NEGATIVE_INFINITY;
  const toMs = stageMs(event, 'in-service') ?? Number.POSITIVE_INFINITY;
  const before = points.findLast(({ atMs }) => atMs <= fromMs);
  const after = points.find(({ atMs }) => atMs >= toMs);
  const [had, has] = [before, after].map((point) => point && byType(point));
  if (had == null || has == null) return new Map();
  return new Map(
    [...has].flatMap(([type, count]) => {
      const more = count - (had.get(type) ?? 0);
      return more > 0 ? [[type, more] as const] : [];
    }),
  );
}
