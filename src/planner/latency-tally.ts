/**
 * How long requests took, told by the steady states they met: each state keeps how many requests met it, and
 * together they are a mixture of the states' own distributions.
 */
import type { Station, Step } from './station.ts';

/** Shifts by a backlog are kept in steps of 2 %. */
const GROWTH = Math.log(1.02);

/** Requests that met the states of one station, at one service time. */
export class TallyPart {
  readonly station: Station;
  readonly serviceMs: number;
  readonly #weights: Float64Array;
  /** Requests that also waited for a backlog, by state and bucket. */
  readonly #shifted = new Map<number, number>();

  constructor(station: Station, serviceMs: number) {
    this.station = station;
    this.serviceMs = serviceMs;
    this.#weights = new Float64Array(station.levels.length);
  }

  add({ level, weight, backlog }: Step, requests: number): void {
    if (backlog > 0) {
      const bucket = Math.round(Math.log1p(backlog * this.serviceMs) / GROWTH);
      const key = bucket * this.#weights.length + level + 1;
      this.#shifted.set(key, (this.#shifted.get(key) ?? 0) + requests);
      return;
    }
    this.#weights[level] = this.#weights[level]! + requests * (1 - weight);
    this.#weights[level + 1] = this.#weights[level + 1]! + requests * weight;
  }

  get requests(): number {
    let all = 0;
    for (const weight of this.#weights) all += weight;
    for (const requests of this.#shifted.values()) all += requests;
    return all;
  }

  countAbove(ms: number): number {
    const { levels } = this.station;
    let above = 0;
    for (const [level, weight] of this.#weights.entries()) {
      if (weight > 0) above += weight * shareAbove(levels[level]!.latencies, ms / this.serviceMs);
    }
    for (const [key, requests] of this.#shifted) {
      const shiftMs = Math.expm1(Math.floor(key / levels.length) * GROWTH);
      const { latencies } = levels[key % levels.length]!;
      above += requests * shareAbove(latencies, (ms - shiftMs) / this.serviceMs);
    }
    return above;
  }

  clear(): void {
    this.#weights.fill(0);
    this.#shifted.clear();
  }
}

export class LatencyTally {
  readonly #parts: TallyPart[] = [];

  add(station: Station, serviceMs: number, step: Step, requests: number): void {
    this.#partOf(station, serviceMs).add(step, requests);
  }

  get requests(): number {
    return this.#parts.reduce((all, part) => all + part.requests, 0);
  }

  countAbove(ms: number): number {
    return this.#parts.reduce((all, part) => all + part.countAbove(ms), 0);
  }

  /** @returns ms, to a thousandth of itself; null without requests */
  quantile(share: number): number | null {
    const all = this.requests;
    if (all === 0) return null;
    const allowed = (1 - share) * all;
    let [low, high] = [0, 1];
    while (this.countAbove(high) > allowed) high *= 2;
    while (high - low > high / 1_000) {
      const middle = (low + high) / 2;
      if (this.countAbove(middle) > allowed) low = middle;
      else high = middle;
    }
    return high;
  }

  clear(): void {
    for (const part of this.#parts) part.clear();
  }

  #partOf(station: Station, serviceMs: number): TallyPart {
    // A handful: one for each count of instances that behaves differently, warm and warming up.
    for (const part of this.#parts) {
      if (part.station === station && part.serviceMs === serviceMs) return part;
    }
    const part = new TallyPart(station, serviceMs);
    this.#parts.push(part);
    return part;
  }
}

/** @param sorted smallest first */
export function shareAbove(sorted: Float64Array, bound: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! > bound) high = middle;
    else low = middle + 1;
  }
  return (sorted.length - low) / sorted.length;
}
