/** The time that events of a run cover: that of what happened, not of when the collector saw it. */
import { type ClockOffset, toLocalMs } from '../../analysis/clock-offset.ts';
import { covering, type Span, spanBetween } from '../../analysis/span.ts';
import type { AwsEvent } from '../../record/aws-events.ts';
import type { LoadEvent } from '../../record/load-events.ts';

/** Null where all of them are settings, which held throughout. */
export function spanOfEvents(
  events: readonly (AwsEvent | LoadEvent)[],
  clock: ClockOffset,
): Span | null {
  return covering(events.flatMap((event) => spanOf(event, clock) ?? []));
}

function spanOf(event: AwsEvent | LoadEvent, clock: ClockOffset): Span | null {
  switch (event.type) {
    case 'sample':
      return spanBetween(event.startMs, event.startMs + 1_000);
    case 'answers':
      return spanBetween(event.startMs, event.startMs + event.seconds * 1_000);
    case 'failure':
    case 'end':
    case 'endpoint':
    case 'component':
    case 'collector':
      return spanBetween(event.atMs, event.atMs);
    case 'gap':
      return spanBetween(event.fromMs, event.toMs);
    case 'datapoint': {
      const fromMs = toLocalMs(clock, event.timestampMs);
      return spanBetween(fromMs, fromMs + event.periodSeconds * 1_000);
    }
    case 'activity': {
      const fromMs = toLocalMs(clock, event.startMs);
      return spanBetween(fromMs, toLocalMs(clock, event.endMs ?? event.startMs));
    }
    case 'alarm-transition':
    case 'scaling-report': {
      const atMs = toLocalMs(clock, event.timestampMs);
      return spanBetween(atMs, atMs);
    }
    case 'start':
    case 'endpoint-config':
    case 'function':
    case 'alarm':
    case 'scalable-target':
    case 'policy':
    case 'scheduled-action':
    case 'not-understood':
    case 'clock':
      return null;
  }
}
