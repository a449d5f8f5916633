/**
 * Keeps every datapoint with when it was first seen, how often it was revised and whether it is
 * final. CloudWatch publishes late and revises: what a poll says is an opinion until it settles.
 */
import type { Datapoint } from '../run/events.ts';

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
      const key = `${reading.service}|${reading.container ?? ''}|${reading.metric}|${reading.stat}|${reading.periodSeconds}|${reading.timestampMs}`;
      const entry = this.#entries.get(key);
      const late = awsNowMs >= finalFromMs(reading);
      if (!entry) {
        this.#entries.set(key, { reading, revision: 0, confirmed: late, final: false });
        news.push({ type: 'datapoint', seenAtMs, ...reading, revision: 0, final: false });
      } else if (entry.reading.value !== reading.value) {
        entry.reading = reading;
        entry.revision += 1;
        entry.confirmed = late;
        entry.final = false;
        news.push({
          type: 'datapoint',
          seenAtMs,
          ...reading,
          revision: entry.revision,
          final: false,
        });
      } else if (late && !entry.confirmed) {
        entry.confirmed = true;
      } else if (late && !entry.final) {
        entry.final = true;
        news.push({
          type: 'datapoint',
          seenAtMs,
          ...reading,
          revision: entry.revision,
          final: true,
        });
      }
    }
    return news;
  }

  /** Whether every datapoint of `metric` whose period ended by `untilMs` (AWS clock) is final, and one that covers it was seen. */
  isSettled(metric: string, untilMs: number): boolean {
    let latestEndMs = Number.NEGATIVE_INFINITY;
    for (const { reading, final } of this.#entries.values()) {
      if (reading.metric !== metric) continue;
      const endMs = reading.timestampMs + reading.periodSeconds * 1_000;
      if (reading.timestampMs < untilMs && !final) return false;
      latestEndMs = Math.max(latestEndMs, endMs);
    }
    return latestEndMs >= untilMs;
  }

  /** Start of the oldest period that is not final yet (AWS clock): what the next poll has to cover. */
  oldestOpenMs(): number | null {
    let oldest: number | null = null;
    for (const { reading, final } of this.#entries.values()) {
      if (!final && (oldest === null || reading.timestampMs < oldest)) oldest = reading.timestampMs;
    }
    return oldest;
  }
}

function finalFromMs(reading: Reading): number {
  return reading.timestampMs + (1 + FINAL_AFTER_PERIODS) * reading.periodSeconds * 1_000;
}
