/**
 * Stores one resource's metrics as CloudWatch does: one bucket per base period, visible only some time
 * after the period has ended. Buckets are aligned to the epoch, as CloudWatch's are to the minute.
 *
 * A metric published less often than CloudWatch's minute has one datapoint for all of that time, dated at
 * its beginning, and none for the minutes in between: whoever asks by the minute sees gaps.
 *
 * Memory is bounded: three days of AWS minutes, or twelve hours by ten seconds; 32 bytes per metric and
 * period, and some 500 more for a metric with percentiles.
 */
import { Distribution } from './distribution.ts';
import { type Aggregate, type Dimension, type MetricDefinition, merge } from './statistics.ts';

const MAX_BUCKETS = 3 * 24 * 60;
const FORGOTTEN_AT_ONCE = 60;
/** An instance is never fully idle: its operating system uses a percent or two. */
const IDLE_CPU_PERCENT = 1.5;

export interface StoreSettings {
  readonly basePeriodMs: number;
  /** Time that one datapoint covers, where that is several base periods. */
  readonly publishPeriodMs?: number;
  readonly publishDelayMs: number;
  /** Nothing exists before this moment. */
  readonly startMs: number;
  /** CPUUtilization of a fully busy instance: 100 per core. */
  readonly fullCpuPercent?: number;
  readonly dimensions: readonly Dimension[];
  /** False: a period without samples has no datapoint, whatever its metric usually does. */
  readonly zerosWhenIdle?: boolean;
  /** Periods that begin in this time have no datapoint, ever. */
  readonly lost?: { readonly fromMs: number; readonly toMs: number } | undefined;
  /** Metrics of which no datapoint ever becomes visible. */
  readonly unpublished?: readonly string[];
}

export interface Datapoint extends Aggregate {
  /** Start of the period. */
  readonly startMs: number;
}

/** One base period. */
interface Bucket {
  /** Four numbers per metric. */
  readonly values: Float64Array<ArrayBuffer>;
  /** By metric; none for one without percentiles. */
  readonly distributions: (Distribution | undefined)[];
}

export class MetricsStore<Name extends string = string> {
  readonly definitions: Readonly<Record<Name, MetricDefinition>>;
  /** Index of a metric's four numbers in a bucket. */
  readonly #slots: Readonly<Record<Name, number>>;
  readonly #settings: StoreSettings;
  readonly #width: number;
  /** Base periods that one datapoint covers. */
  readonly #covered: number;
  readonly #firstIndex: number;
  #lastIndex = Number.POSITIVE_INFINITY;
  readonly #buckets = new Map<number, Bucket>();
  /** The last bucket written: thousands of writes per second go to the same one. */
  #hot: Bucket & { index: number } = {
    index: Number.NaN,
    values: new Float64Array(0),
    distributions: [],
  };

  constructor(definitions: Readonly<Record<Name, MetricDefinition>>, settings: StoreSettings) {
    this.definitions = definitions;
    this.#settings = settings;
    const names = Object.keys(definitions) as Name[];
    this.#slots = Object.fromEntries(names.map((name, i) => [name, 4 * i])) as Record<Name, number>;
    this.#width = 4 * names.length;
    const { basePeriodMs, publishPeriodMs = basePeriodMs, startMs } = settings;
    this.#covered = Math.round(publishPeriodMs / basePeriodMs);
    this.#firstIndex = this.#publishedAt(startMs);
  }

  get basePeriodMs(): number {
    return this.#settings.basePeriodMs;
  }

  /** The dimensions of every metric in this store. */
  get dimensions(): readonly Dimension[] {
    return this.#settings.dimensions;
  }

  /** Whether this metric's datapoints ever become visible. */
  publishes(metric: string): boolean {
    return !this.#settings.unpublished?.includes(metric);
  }

  indexAt(atMs: number): number {
    return Math.floor(atMs / this.#settings.basePeriodMs);
  }

  /** Start of the period with this index. */
  startOf(index: number): number {
    return index * this.#settings.basePeriodMs;
  }

  /** End of what a datapoint of this index covers. */
  endOf(index: number): number {
    return this.startOf(index + this.#covered);
  }

  /** When the period's datapoint becomes visible. */
  visibleAtMs(index: number): number {
    return this.endOf(index) + this.#settings.publishDelayMs;
  }

  /** Whether there can be a datapoint of this index: not in a gap between two. */
  isPublished(index: number): boolean {
    return index % this.#covered === 0;
  }

  /** Nothing is published of what is after `atMs`: the resource is gone. */
  end(atMs: number): void {
    this.#lastIndex = this.#publishedAt(atMs);
  }

  /**
   * Adds one sample. For `CPUUtilization` it is the share (0..1) of the variant's slot-time in this
   * period that the request uses; a period's shares add up to its busy share.
   *
   * @param times how many equal samples
   */
  add(metric: Name, atMs: number, value: number, times = 1): void {
    const { values, distributions } = this.#bucketAt(atMs);
    const slot = this.#slots[metric];
    const count = values[slot + 1]!;
    values[slot] = values[slot]! + value * times;
    values[slot + 1] = count + times;
    if (count === 0 || value < values[slot + 2]!) values[slot + 2] = value;
    if (count === 0 || value > values[slot + 3]!) values[slot + 3] = value;
    if (!this.definitions[metric].percentiles) return;
    distributions[slot / 4] ??= new Distribution();
    distributions[slot / 4]!.add(value, times);
  }

  /**
   * Aggregate of `periods` base periods up to and including `index`, visible or not; undefined without a
   * datapoint.
   */
  aggregate(metric: Name, index: number, periods = 1): Aggregate | undefined {
    let whole: Aggregate | undefined;
    for (let i = index - periods + 1; i <= index; i++) {
      const part = this.#aggregateOf(metric, i);
      if (part) whole = whole ? merge(whole, part) : part;
    }
    if (!whole || this.definitions[metric].busyShare) return whole;
    // Sums of 1/instances have rounding errors: unrounded, an alarm above 1500 would fire at 1500. Rounded
    // last, or ten seconds that were rounded up would make a minute that is above it, too.
    return { ...whole, sum: Math.round(whole.sum * 1e6) / 1e6 };
  }

  /** Of one base period, unrounded. */
  #aggregateOf(metric: Name, index: number): Aggregate | undefined {
    if (index < this.#firstIndex || index > this.#lastIndex) return undefined;
    if (!this.isPublished(index) || this.#isLost(index)) return undefined;
    const { values, distributions } = this.#buckets.get(index) ?? {};
    const slot = this.#slots[metric];
    if (this.definitions[metric].busyShare) return this.#cpu(values?.[slot] ?? 0);
    if (values && values[slot + 1]! > 0) {
      const whole = {
        sum: values[slot]!,
        count: values[slot + 1]!,
        min: values[slot + 2]!,
        max: values[slot + 3]!,
      };
      const distribution = distributions![slot / 4];
      return distribution ? { ...whole, distribution } : whole;
    }
    const hasZero = this.definitions[metric].zeroWhenIdle && this.#settings.zerosWhenIdle !== false;
    return hasZero ? { sum: 0, count: 1, min: 0, max: 0 } : undefined;
  }

  /**
   * Datapoints visible at `nowMs` whose period starts in [startMs, endMs), oldest first.
   *
   * @param range `periods` is the datapoints' length in base periods, at least 1
   */
  read(
    metric: Name,
    range: { startMs: number; endMs: number; periods: number },
    nowMs: number,
  ): Datapoint[] {
    const { periods } = range;
    // Half a millisecond of tolerance: a base period need not be a whole number of milliseconds.
    const oldest = this.#oldest(nowMs);
    const newest = this.#newestVisible(nowMs);
    const first = Math.max(this.indexAt(range.startMs + 0.5), oldest);
    const datapoints: Datapoint[] = [];
    for (let group = Math.floor(first / periods); ; group++) {
      const startMs = this.startOf(group * periods);
      if (startMs >= range.endMs || this.visibleAtMs(group * periods) > nowMs) return datapoints;
      const from = Math.max(group * periods, oldest);
      const to = Math.min((group + 1) * periods - 1, newest);
      const whole = this.aggregate(metric, to, to - from + 1);
      if (whole) datapoints.push({ startMs, ...whole });
    }
  }

  /** Whether a datapoint is visible at `nowMs` whose period starts at `sinceMs` or later. */
  hasSince(metric: Name, sinceMs: number, nowMs: number): boolean {
    const oldest = Math.max(this.indexAt(sinceMs), this.#oldest(nowMs));
    let index = Math.min(this.#newestVisible(nowMs), this.#lastIndex);
    for (; index >= oldest; index--) {
      if (this.#aggregateOf(metric, index)) return true;
    }
    return false;
  }

  /** Drops data older than three days of AWS time, which no read returns. */
  forgetBefore(nowMs: number): void {
    // Now and then: a map takes long to find its first key where many before it were deleted.
    if (this.#buckets.size < MAX_BUCKETS + FORGOTTEN_AT_ONCE) return;
    const oldest = this.#oldest(nowMs);
    for (const index of this.#buckets.keys()) {
      // Insertion order is nearly time order; the next call removes the odd late bucket.
      if (index >= oldest) return;
      this.#buckets.delete(index);
    }
  }

  #isLost(index: number): boolean {
    const { lost } = this.#settings;
    const startMs = this.startOf(index);
    return lost !== undefined && startMs >= lost.fromMs && startMs < lost.toMs;
  }

  #oldest(nowMs: number): number {
    return Math.max(this.#firstIndex, this.indexAt(nowMs) - MAX_BUCKETS);
  }

  #newestVisible(nowMs: number): number {
    const near = this.indexAt(nowMs - this.#settings.publishDelayMs) - this.#covered;
    // Division rounds: the neighbour may be the one.
    return this.visibleAtMs(near + 1) <= nowMs ? near + 1 : near;
  }

  /** Index of the datapoint that covers this moment. */
  #publishedAt(atMs: number): number {
    const index = this.indexAt(atMs);
    return this.#covered === 1 ? index : index - (index % this.#covered);
  }

  #bucketAt(atMs: number): Bucket {
    const index = this.#publishedAt(atMs);
    if (this.#hot.index === index) return this.#hot;
    let bucket = this.#buckets.get(index);
    if (!bucket) {
      bucket = { values: new Float64Array(this.#width), distributions: [] };
      this.#buckets.set(index, bucket);
    }
    this.#hot = { index, ...bucket };
    return bucket;
  }

  #cpu(busyShare: number): Aggregate {
    const full = this.#settings.fullCpuPercent ?? 100;
    const percent = IDLE_CPU_PERCENT + (full - IDLE_CPU_PERCENT) * Math.min(1, busyShare);
    return { sum: percent, count: 1, min: percent, max: percent };
  }
}
