/**
 * Keeps every datapoint with when it was first seen, how often it was revised and whether it is
 * final. CloudWatch publishes late and revises: what a poll says is an opinion until it settles.
 */
import type { Datapoint } from '../record/aws-events.ts';

/**
 * Periods after its own end at which a datapoint that two polls agree on counts as final: three, so
 * three minutes for one-minute data. AWS publishes no such time; users report that later revisions
 * have not been seen.
 */
export const FINAL_AFTER_PERIODS = 3;

export type Reading = Pick<
  Datapoint,
  'service' | 'container' | 'metric' | 'stat' | 'unit' | 'periodSeconds' | 'timestampMs' | 'value'
>;

interface Entry {
  reading: Reading;
  revision: number;
  /** Whether a poll late enough to be the first of the two agreeing ones has seen this value. */
  confirmed: boolean;
  final: boolean;
}

export class DatapointBook {
  readonly #entries = new Map<string, Entry>();

  /**
   * @param seenAtMs local time of the poll
   * @param awsNowMs the same moment by AWS's clock, which the timestamps are on
   * @returns what is news: first sightings, revisions, and datapoints that became final
   */
  observe(seenAtMs: number, awsNowMs: number, readings: readonly Reading[]): Datapoint[] {
    const news: Datapoint[] = [];
    for (const reading of readings) {
      const key = keyOf(reading);
      const entry = this.#entries.get(key);
      const late = awsNowMs >= finalFromMs(reading);
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

  /** Whether every datapoint seen whose period began before `untilMs` (AWS clock) is final. */
  isFinal(untilMs: number): boolean {
    return this.#all().every(({ reading, final }) => final || reading.timestampMs >= untilMs);
  }

  /** Whether a datapoint of this metric was seen whose period reaches `untilMs` (AWS clock). */
  covers(service: Reading['service'], metric: string, untilMs: number): boolean {
    return this.#all().some(
      ({ reading }) =>
        reading.service === service &&
        reading.metric === metric &&
        reading.timestampMs + reading.periodSeconds * 1_000 >= untilMs,
    );
  }

  /** Datapoints kept. */
  get size(): number {
    return this.#entries.size;
  }

  /** Drops what will not be asked for again, so that a long watch does not fill the memory. */
  forget(isPast: (reading: Reading) => boolean): void {
    for (const [key, { reading }] of this.#entries) {
      if (isPast(reading)) this.#entries.delete(key);
    }
  }

  #all(): Entry[] {
    return [...this.#entries.values()];
  }
}

function finalFromMs(reading: Reading): number {
  return reading.timestampMs + (1 + FINAL_AFTER_PERIODS) * reading.periodSeconds * 1_000;
}

function keyOf({ service, container, metric, stat, periodSeconds, timestampMs }: Reading): string {
  return [service, container, metric, stat, periodSeconds, timestampMs].join('|');
}

function toDatapoint({ reading, revision, final }: Entry, seenAtMs: number): Datapoint {
  return { type: 'datapoint', seenAtMs, ...reading, revision, final };
}
