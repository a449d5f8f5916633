/**
 * Stores one resource's metrics as CloudWatch does: one bucket per base period, visible only some time
 * after the period has ended. Buckets are aligned to the epoch, as CloudWatch's are to the minute.
 *
 * Memory is bounded: three days of AWS minutes, 32 bytes per metric and minute, and some 500 more for a
 * metric with percentiles.
 */
import { Distribution } from './distribution.ts';
import { type Aggregate, type Dimension, type MetricDefinition, merge } from './statistics.ts';

const MAX_BUCKETS = 3 * 24 * 60;
const FORGOTTEN_AT_ONCE = 60;
/** An instance is never fully idle: its operating system uses a percent or two. */
const IDLE_CPU_PERCENT = 1.5;

export interface StoreSettings {
  readonly basePeriodMs: number;
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
  readonly #firstIndex: number;
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
    this.#firstIndex = this.indexAt(settings.startMs);
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

  /** Start of the period with this index, which is the end of the one before. */
  startOf(index: number): number {
    return index * this.#settings.basePeriodMs;
  }

  /** When the period's datapoint becomes visible. */
  visibleAtMs(index: number): number {
    return this.startOf(index + 1) + this.#settings.publishDelayMs;
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

  /** Aggregate of one base period, visible or not; undefined without a datapoint. */
  aggregate(metric: Name, index: number): Aggregate | undefined {
    if (index < this.#firstIndex || this.#isLost(index)) return undefined;
    const { values, distributions } = this.#buckets.get(index) ?? {};
    const slot = this.#slots[metric];
    if (this.definitions[metric].busyShare) return this.#cpu(values?.[slot] ?? 0);
    if (values && values[slot + 1]! > 0) {
      // Sums of 1/instances have rounding errors: unrounded, an alarm above 1500 would fire at 1500.
      const whole = {
        sum: Math.round(values[slot]! * 1e6) / 1e6,
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
    const first = Math.max(this.indexAt(range.startMs + 0.5), oldest);
    const datapoints: Datapoint[] = [];
    for (let group = Math.floor(first / periods); ; group++) {
      const startMs = this.startOf(group * periods);
      if (startMs >= range.endMs || this.visibleAtMs(group * periods) > nowMs) return datapoints;
      let whole: Aggregate | undefined;
      const from = Math.max(group * periods, oldest);
      for (let index = from; index < (group + 1) * periods; index++) {
        if (this.visibleAtMs(index) > nowMs) break;
        const part = this.aggregate(metric, index);
        if (part) whole = whole ? merge(whole, part) : part;
      }
      if (whole) datapoints.push({ startMs, ...whole });
    }
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

  #bucketAt(atMs: number): Bucket {
    const index = this.indexAt(atMs);
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
