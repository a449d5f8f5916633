/** Adds up what a plan tells of one policy, step by step. */

import type { FluidSink } from './fluid-fleet.ts';
import { LatencyTally, shareAbove } from './latency-tally.ts';
import type { PlannedSeries, PolicyOutcome } from './plan-result.ts';
import type { Station, Step } from './station.ts';

export interface Bound {
  readonly percentile: number;
  readonly maxMs: number;
  readonly maxFailedShare: number;
  readonly timeoutMs: number;
}

/** Points of a chart: enough for a page, few enough for JSON. */
const MOST_POINTS = 480;

interface StateFigures {
  readonly over: Float64Array;
  readonly late: Float64Array;
  readonly percentile: Float64Array;
}

export class Recorder implements FluidSink {
  readonly #bound: Bound;
  readonly #all = new LatencyTally();
  readonly #minute = new LatencyTally();
  readonly #figures = new Map<Station, Map<number, StateFigures>>();
  readonly #stepsPerPoint: number;
  readonly #series: {
    arrived: Float64Array;
    peak: Float64Array;
    capacity: Float64Array;
    instances: Int32Array;
    over: Float64Array;
  };
  #over = 0;
  #failed = 0;
  #overBefore = 0;
  #minuteAtMost = 0;
  #worst: { percentileMs: number; atSeconds: number } | null = null;

  constructor(bound: Bound, steps: number) {
    this.#bound = bound;
    this.#stepsPerPoint = Math.max(1, Math.ceil(steps / MOST_POINTS));
    const points = Math.ceil(steps / this.#stepsPerPoint);
    this.#series = {
      arrived: new Float64Array(points),
      peak: new Float64Array(points),
      capacity: new Float64Array(points).fill(Number.POSITIVE_INFINITY),
      instances: new Int32Array(points),
      over: new Float64Array(points),
    };
  }

  accepted(station: Station, serviceMs: number, step: Step, requests: number): void {
    this.#all.add(station, serviceMs, step, requests);
    this.#minute.add(station, serviceMs, step, requests);
    const { level, weight, backlog } = step;
    const figures = this.#figuresOf(station, serviceMs);
    if (backlog > 0) {
      const { latencies } = station.levels[level + 1]!;
      const waitMs = backlog * serviceMs;
      const { maxMs, timeoutMs } = this.#bound;
      this.#over += requests * shareAbove(latencies, (maxMs - waitMs) / serviceMs);
      this.#failed += requests * shareAbove(latencies, (timeoutMs - waitMs) / serviceMs);
    } else {
      const { over, late } = figures;
      this.#over += requests * (over[level]! * (1 - weight) + over[level + 1]! * weight);
      this.#failed += requests * (late[level]! * (1 - weight) + late[level + 1]! * weight);
    }
    const atMost = figures.percentile[level + 1]! + backlog * serviceMs;
    if (atMost > this.#minuteAtMost) this.#minuteAtMost = atMost;
  }

  /** @param capacityRps what the instances that take traffic carry within the bound */
  stepped(
    index: number,
    arrivals: number,
    rps: number,
    refused: number,
    capacityRps: number,
    inService: number,
  ): void {
    this.#over += refused;
    this.#failed += refused;
    const point = Math.floor(index / this.#stepsPerPoint);
    const { arrived, peak, capacity, instances, over } = this.#series;
    arrived[point] = arrived[point]! + arrivals;
    if (rps > peak[point]!) peak[point] = rps;
    if (capacityRps < capacity[point]!) capacity[point] = capacityRps;
    if (inService > instances[point]!) instances[point] = inService;
    over[point] = over[point]! + this.#over - this.#overBefore;
    this.#overBefore = this.#over;
  }

  /** Call at the end of each minute. */
  minuteEnded(atSeconds: number): void {
    // A mixture's percentile is at most the highest of its parts': most minutes need no more.
    if (this.#minuteAtMost > (this.#worst?.percentileMs ?? 0)) {
      const percentileMs = this.#minute.quantile(this.#bound.percentile / 100) ?? 0;
      if (percentileMs > (this.#worst?.percentileMs ?? 0))
        this.#worst = { percentileMs, atSeconds };
    }
    this.#minuteAtMost = 0;
    this.#minute.clear();
  }

  /** @param step its length, in AWS's and in the load's seconds */
  outcome(
    requests: number,
    step: { readonly seconds: number; readonly wallSeconds: number },
    steps: number,
  ): Pick<
    PolicyOutcome,
    'overShare' | 'failedShare' | 'p50Ms' | 'percentileMs' | 'worstMinute' | 'series'
  > {
    const of = (part: number) => (requests === 0 ? 0 : Math.min(1, Math.max(0, part / requests)));
    return {
      overShare: of(this.#over),
      failedShare: of(this.#failed),
      p50Ms: this.#all.quantile(0.5),
      percentileMs: this.#all.quantile(this.#bound.percentile / 100),
      worstMinute: this.#worst,
      series: this.#seriesOf(step, steps),
    };
  }

  #seriesOf(
    step: { readonly seconds: number; readonly wallSeconds: number },
    steps: number,
  ): PlannedSeries {
    const { arrived, peak, capacity, instances, over } = this.#series;
    const perPoint = this.#stepsPerPoint;
    const stepsOf = (point: number) => Math.min(perPoint, steps - point * perPoint);
    return {
      stepSeconds: step.seconds * perPoint,
      loadRps: Array.from(arrived, (sum, point) => sum / (stepsOf(point) * step.wallSeconds)),
      peakRps: [...peak],
      capacityRps: [...capacity],
      instances: [...instances],
      overShare: Array.from(over, (sum, point) =>
        arrived[point]! === 0 ? 0 : Math.min(1, sum / arrived[point]!),
      ),
    };
  }

  #figuresOf(station: Station, serviceMs: number): StateFigures {
    let ofStation = this.#figures.get(station);
    if (!ofStation) {
      ofStation = new Map();
      this.#figures.set(station, ofStation);
    }
    const known = ofStation.get(serviceMs);
    if (known) return known;
    const { maxMs, timeoutMs, percentile } = this.#bound;
    const above = (ms: number) =>
      Float64Array.from(station.levels, ({ latencies }) => shareAbove(latencies, ms / serviceMs));
    const figures = {
      over: above(maxMs),
      late: above(timeoutMs),
      percentile: Float64Array.from(station.levels, ({ latencies }) => {
        const rank = Math.min(
          latencies.length - 1,
          Math.floor((percentile / 100) * latencies.length),
        );
        return latencies[rank]! * serviceMs;
      }),
    };
    ofStation.set(serviceMs, figures);
    return figures;
  }
}
