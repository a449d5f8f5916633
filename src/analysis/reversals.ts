/** Counts changes of the instance count during the load, and how often they reversed direction. */
import type { ScalingEvent } from './scaling-event.ts';
import { covering, type Span, spanBetween } from './span.ts';

export interface Reversals {
  readonly events: readonly ScalingEvent[];
  readonly reversals: number;
  /** The counts in order: 1, 3, 2. */
  readonly path: readonly number[];
}

export function reversalsDuring(
  events: readonly ScalingEvent[],
  load: { readonly fromMs: number; readonly toMs: number },
): Reversals {
  const during = events.filter((event) => {
    const atMs = stageMs(event, 'desired-changed') ?? stageMs(event, 'in-service');
    return atMs !== null && atMs >= load.fromMs && atMs < load.toMs;
  });
  let reversals = 0;
  for (const [index, event] of during.entries()) {
    if (index > 0 && during[index - 1]!.direction !== event.direction) reversals += 1;
  }
  const path = during.map((event) => event.toInstances);
  const first = during[0]?.fromInstances;
  return { events: during, reversals, path: first === undefined ? [] : [first, ...path] };
}

/** From the change that was reversed first to the end of the last reversal; null without one. */
export function spanOfReversals({ events }: Reversals): Span | null {
  const isReversal = (index: number) =>
    index > 0 && index < events.length && events[index - 1]!.direction !== events[index]!.direction;
  const involved = events.filter((_, index) => isReversal(index) || isReversal(index + 1));
  return covering(
    involved.flatMap((event) => {
      const inServiceMs = stageMs(event, 'in-service');
      const fromMs = stageMs(event, 'desired-changed') ?? inServiceMs;
      return fromMs === null ? [] : [spanBetween(fromMs, inServiceMs ?? fromMs)];
    }),
  );
}

/** Local epoch ms of a stage; null when it was not measured. */
export function stageMs(event: ScalingEvent, id: ScalingEvent['stages'][number]['id']) {
  return event.stages.find((stage) => stage.id === id)?.atMs ?? null;
}
