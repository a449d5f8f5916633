/**
 * Keeps every datapoint, with how often it was revised and whether it is final, and reports what
 * changed. CloudWatch publishes late and revises, so a polled value is provisional until it settles.
 */
import { METRIC_PERIOD_SECONDS } from '../aws/target-tracking.ts';
import type { Datapoint } from '../record/aws-events.ts';

/**
 * Minutes after its own end from which a datapoint counts as final once two polls agree on it, however
 * short its period: a finer one is not published sooner. AWS documents no such time; users report no later
 * revisions.
 */
export const FINAL_AFTER_MINUTES = 3;

export type Reading = Pick<
  Datapoint,
  | 'service'
  | 'container'
  | 'instanceId'
  | 'component'
  | 'metric'
  | 'stat'
  | 'unit'
  | 'periodSeconds'
  | 'timestampMs'
  | 'value'
>;

interface Entry {
  reading: Reading;
  revision: number;
  /** Whether a late enough poll has seen this value once; the next that agrees makes it final. */
  confirmed: boolean;
  final: boolean;
}

export class DatapointBook {
  readonly #entries = new Map<string, Entry>();

  /**
   * @param seenAtMs local time of the poll
   * @param awsNowMs the same moment on AWS's clock, which the timestamps use
   * @param minuteSeconds how long CloudWatch's minute takes; shorter on a stand-in with compressed time
   * @returns what changed: first sightings, revisions, and datapoints that became final
   */
  observe(
    seenAtMs: number,
    awsNowMs: number,
    readings: readonly Reading[],
    minuteSeconds = METRIC_PERIOD_SECONDS,
  ): Datapoint[] {
    const news: Datapoint[] = [];
    for (const reading of readings) {
      const key = keyOf(reading);
      const entry = this.#entries.get(key);
      const late = awsNowMs >= finalFromMs(reading, minuteSeconds);
      if (!entry) {
        const first = { reading, revision: 0, confirmed: late, final: false };
        this.#entries.set(key, first);
        news.push(toDatapoint(first, seenAtMs));
      } else if (entry.reading.value !== reading.value) {
        entry.reading = reading;
        entry.revision += 1;
        entry.confirmed = late;
        entry.final = false;
        news.push(toDatapoint(entry, seenAtMs));
      } else if (late && !entry.confirmed) {
        entry.confirmed = true;
      } else if (late && !entry.final) {
        entry.final = true;
        news.push(toDatapoint(entry, seenAtMs));
      }
    }
    return news;
  }

  /** Whether every datapoint seen with a period that began before `untilMs` (AWS clock) is final. */
  isFinal(untilMs: number): boolean {
    return this.#all().every(({ reading, final }) => final || reading.timestampMs >= untilMs);
  }

  /** Whether a datapoint of this metric was seen with a period that reaches `untilMs` (AWS clock). */
  covers(service: Reading['service'], metric: string, untilMs: number): boolean {
    return this.#all().some(
      ({ reading }) =>
        reading.service === service &&
        reading.metric === metric &&
        reading.timestampMs + reading.periodSeconds * 1_000 >= untilMs,
    );
  }

  /** Number of datapoints kept. */
  get size(): number {
    return this.#entries.size;
  }

  /** Drops datapoints that will not be requested again, so that a long watch does not fill memory. */
  forget(isPast: (reading: Reading) => boolean): void {
    for (const [key, { reading }] of this.#entries) {
      if (isPast(reading)) this.#entries.delete(key);
    }
  }

  #all(): Entry[] {
    return [...this.#entries.values()];
  }
}

function finalFromMs({ timestampMs, periodSeconds }: Reading, minuteSeconds: number): number {
  return timestampMs + (periodSeconds + FINAL_AFTER_MINUTES * minuteSeconds) * 1_000;
}

function keyOf(reading: Reading): string {
  const { service, container, instanceId, metric, stat, periodSeconds, timestampMs } = reading;
  return [service, container, instanceId, metric, stat, periodSeconds, timestampMs].join('|');
}

function toDatapoint({ reading, revision, final }: Entry, seenAtMs: number): Datapoint {
  return { type: 'datapoint', seenAtMs, ...reading, revision, final };
}
