/** One run of a made-up load. */
import { type LatencyWindow, latencyWindow } from '../../src/analysis/waves.ts';
import { normal, poisson, type Uniform } from './chance.ts';
import { type Buckets, Histogram } from './histogram.ts';
import {
  MEDIAN_SECONDS,
  STALL_EVERY_SECONDS,
  STALL_SECONDS,
  type Tail,
  type World,
} from './world.ts';

/** Requests a second up to which each is drawn; above, the buckets of a second are. */
const DRAWN_SINGLY = 200;
/** Places within a bucket that a level may have. */
const SHIFTS = 8;
/** Steps of the inverse distribution from which single requests are drawn. */
const STEPS = 1 << 16;
/** Shares of requests at the ends that share a bucket. */
const RAREST = 1e-8;

/** Buckets so that `boundary`, a logarithm, lies between two of them. */
export function bucketsOf({ tail, spread }: World, boundary: number): Buckets {
  const below = Math.ceil((boundary - quantileOf(tail, 0.001) + 4 * spread) / tail.bucket);
  const above = Math.ceil(Math.log(100) / tail.bucket);
  return { from: boundary - below * tail.bucket, width: tail.bucket, count: below + above };
}

export function simulate(world: World, buckets: Buckets, random: Uniform): LatencyWindow {
  const { rho, spread, rps, seconds, tail } = world;
  const rows = Array.from({ length: seconds }, () => new Float64Array(buckets.count));
  const inverse = inverseOf(tail);
  const step = spread * Math.sqrt(1 - rho * rho);
  const begins = stallsOf(world, random);
  const put = (second: number, log: number) => {
    const row = rows[second];
    const bucket = Math.floor((log - buckets.from) / buckets.width);
    if (row !== undefined) row[Math.max(0, Math.min(buckets.count - 1, bucket))]! += 1;
  };
  let level = spread * normal(random);
  // Requests of a stall that began before the window end in it.
  for (let second = begins.length > 0 ? -STALL_SECONDS : 0; second < seconds; second += 1) {
    if (second > 0) level = rho * level + step * normal(random);
    if (begins.length === 0 && rps > DRAWN_SINGLY) {
      drawBuckets(rows[second]!, world, buckets, level, random);
      continue;
    }
    const stall = begins.find((from) => from < second + 1 && from + STALL_SECONDS > second);
    for (let request = 0; request < rps; request += 1) {
      const log = inverse[Math.floor(random() * STEPS)]! + level;
      const at = second + (request + 0.5) / rps;
      if (stall === undefined || at < stall || at >= stall + STALL_SECONDS) {
        put(second, log);
      } else {
        const end = stall + STALL_SECONDS;
        put(Math.floor(end), Math.log(Math.exp(log) + (end - at) / MEDIAN_SECONDS));
      }
    }
  }
  const sum = new Float64Array(buckets.count);
  for (const row of rows) for (let at = 0; at < row.length; at += 1) sum[at]! += row[at]!;
  return latencyWindow(
    rows.map((row) => new Histogram(buckets, row)),
    new Histogram(buckets, sum),
  );
}

/** Requests arrive at random here: the number in each bucket is Poisson's, independent of the others. */
function drawBuckets(
  row: Float64Array,
  { tail, rps }: World,
  buckets: Buckets,
  level: number,
  random: Uniform,
): void {
  const shares = sharesOf(tail);
  const place = (level + shares.from - buckets.from) / buckets.width;
  const whole = Math.floor(place);
  const row0 = shares.byShift[Math.floor((place - whole) * SHIFTS)]!;
  for (let bucket = 0; bucket < row0.length; bucket += 1) {
    const count = poisson(rps * row0[bucket]!, random);
    if (count > 0) row[Math.max(0, Math.min(buckets.count - 1, whole + bucket))]! += count;
  }
}

interface Shares {
  /** Logarithm at which the first bucket begins where the level is nothing. */
  readonly from: number;
  /** Share of requests in each bucket, when the level moved on by so many eighths of one. */
  readonly byShift: readonly Float64Array[];
}

const shareTables = new Map<Tail, Shares>();

function sharesOf(tail: Tail): Shares {
  const known = shareTables.get(tail);
  if (known !== undefined) return known;
  const from = quantileOf(tail, 0.05);
  const count = Math.ceil((quantileOf(tail, 1 - RAREST) - from) / tail.bucket) + 1;
  const byShift = Array.from({ length: SHIFTS }, (_, shift) => {
    const moved = ((shift + 0.5) / SHIFTS) * tail.bucket;
    const above = (bucket: number) =>
      bucket === 0 ? 1 : tail.above(from + bucket * tail.bucket - moved);
    return Float64Array.from({ length: count }, (_, bucket) => above(bucket) - above(bucket + 1));
  });
  const made = { from, byShift };
  shareTables.set(tail, made);
  return made;
}

const inverses = new Map<Tail, Float64Array>();

function inverseOf(tail: Tail): Float64Array {
  const known = inverses.get(tail);
  if (known !== undefined) return known;
  const made = Float64Array.from({ length: STEPS }, (_, step) =>
    quantileOf(tail, (step + 0.5) / STEPS),
  );
  inverses.set(tail, made);
  return made;
}

function quantileOf(tail: Tail, share: number): number {
  let low = -20;
  let high = 20;
  for (let halving = 0; halving < 60; halving += 1) {
    const middle = (low + high) / 2;
    if (tail.above(middle) > 1 - share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** When stalls begin, in seconds of the window. */
function stallsOf({ stalls, seconds }: World, random: Uniform): number[] {
  if (stalls === 'none') return [];
  const begins: number[] = [];
  let at = -STALL_SECONDS - random() * STALL_EVERY_SECONDS;
  while (at < seconds) {
    begins.push(at);
    const pause = STALL_EVERY_SECONDS - STALL_SECONDS;
    at += STALL_SECONDS + (stalls === 'on the beat' ? pause : -pause * Math.log(1 - random()));
  }
  return begins;
}
