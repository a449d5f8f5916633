/**
 * The requests of a fleet as a fluid: which instances hold how many, step by step.
 *
 * Instances that came together stay alike, so they are one cohort. Queues are the instances' own, as in the
 * stand-in: a new instance takes nothing off the backlog of an old one, unless routing prefers it.
 */
import type { FleetSettings } from '../simulation/settings.ts';
import type { Stations } from './measure-station.ts';
import { emptyStep, type Station, type Step } from './station.ts';

interface Cohort {
  count: number;
  /** Requests that each instance holds. */
  held: number;
  warmAtMs: number;
}

/** Receives what became of the requests that came in a step. */
export interface FluidSink {
  /** @param requests that an instance accepted in this step, all instances of a cohort together */
  accepted(station: Station, serviceMs: number, step: Step, requests: number): void;
}

export interface FluidSettings {
  readonly fleet: FleetSettings;
  readonly meanServiceMs: number;
  readonly stepMs: number;
  readonly stations: Stations;
}

/** Cohorts that hold nearly the same are one. */
const ALIKE = 1e-3;

export class FluidFleet {
  readonly #settings: FluidSettings;
  /** Oldest first, as in the fleet: the newest leave first. */
  readonly #cohorts: Cohort[] = [];
  #leaving: Cohort[] = [];
  readonly #step = emptyStep();
  #count = 0;
  /** Of that count. */
  #station: Station;
  #arrived = 0;
  #answered = 0;
  #refused = 0;

  constructor(settings: FluidSettings, instances: number) {
    this.#settings = settings;
    this.#join(instances, Number.NEGATIVE_INFINITY);
    this.#station = settings.stations.of(this.#count);
  }

  /** Requests so far; what arrived is answered, refused or waiting. */
  get totals(): { arrived: number; answered: number; refused: number; waiting: number } {
    const waiting = [...this.#cohorts, ...this.#leaving].reduce(
      (all, { count, held }) => all + count * held,
      0,
    );
    return {
      arrived: this.#arrived,
      answered: this.#answered,
      refused: this.#refused,
      waiting,
    };
  }

  /** Instances that requests are sent to. */
  get count(): number {
    return this.#count;
  }

  get station(): Station {
    return this.#station;
  }

  /** Follows the fleet: so many instances are sent requests from now on. */
  follow(takingTraffic: number, nowMs: number): void {
    if (takingTraffic > this.#count) {
      const { warmUpMs } = this.#settings.fleet.instance;
      this.#join(takingTraffic - this.#count, nowMs + warmUpMs);
    }
    while (this.#count > takingTraffic) this.#leave(this.#count - takingTraffic);
    this.#station = this.#settings.stations.of(this.#count);
  }

  /** @param arrived requests that come in this step. @returns how many were refused */
  step(arrived: number, nowMs: number, sink: FluidSink): number {
    const station = this.station;
    const shares = this.#shares(station, arrived, nowMs);
    let refused = 0;
    for (const [index, cohort] of this.#cohorts.entries()) {
      const each = shares === null ? arrived / this.#count : shares[index]!;
      const serviceMs = this.#serviceMs(cohort, nowMs);
      const step = this.#advance(station, cohort, each, serviceMs);
      refused += cohort.count * step.refused;
      this.#answered += cohort.count * step.answered;
      if (each > 0) sink.accepted(station, serviceMs, step, cohort.count * (each - step.refused));
    }
    this.#arrived += arrived;
    this.#refused += refused;
    if (this.#cohorts.length > 1) this.#merge(nowMs);
    if (this.#leaving.length > 0) this.#drain(station, nowMs);
    return refused;
  }

  /** Requests that each instance holds at a random moment. */
  outstanding(uniform: () => number): number[] {
    const station = this.station;
    return this.#cohorts.flatMap(({ count, held }) => station.outstanding(held, count, uniform));
  }

  #advance(station: Station, cohort: Cohort, arrived: number, serviceMs: number): Step {
    station.advance(cohort.held, arrived, this.#most(serviceMs), this.#step);
    cohort.held = this.#step.held;
    return this.#step;
  }

  /** Requests that an instance's full slots answer in a step. */
  #most(serviceMs: number): number {
    const { fleet, stepMs } = this.#settings;
    return (fleet.instance.concurrency * stepMs) / serviceMs;
  }

  #serviceMs({ warmAtMs }: Cohort, nowMs: number): number {
    const { meanServiceMs, fleet } = this.#settings;
    return nowMs < warmAtMs ? meanServiceMs * fleet.instance.warmUpFactor : meanServiceMs;
  }

  /**
   * Arrivals for each instance of each cohort; null where all get the same. To the least outstanding, so many
   * go to each that all end up holding the same, as far as arrivals reach.
   */
  #shares(station: Station, arrived: number, nowMs: number): number[] | null {
    if (this.#cohorts.length === 1 || this.#settings.fleet.routing === 'random') return null;
    const wanted = (level: number) =>
      this.#cohorts.map((cohort) => {
        const most = this.#most(this.#serviceMs(cohort, nowMs));
        return Math.max(0, level + most * station.answeredShare(level) - cohort.held);
      });
    const total = (each: readonly number[]) =>
      this.#cohorts.reduce((all, { count }, index) => all + count * each[index]!, 0);
    let low = 0;
    let high = 1;
    while (total(wanted(high)) < arrived) high *= 2;
    for (let halving = 0; halving < 40; halving += 1) {
      const middle = (low + high) / 2;
      if (total(wanted(middle)) < arrived) low = middle;
      else high = middle;
    }
    const each = wanted(high);
    const all = total(each);
    // Idle instances of different speed: no level is low enough, and each gets its part.
    return all > 0 ? each.map((one) => (one * arrived) / all) : null;
  }

  #join(count: number, warmAtMs: number): void {
    this.#cohorts.push({ count, held: 0, warmAtMs });
    this.#count += count;
  }

  #leave(most: number): void {
    const newest = this.#cohorts.at(-1)!;
    const count = Math.min(most, newest.count);
    this.#leaving.push({ ...newest, count });
    newest.count -= count;
    this.#count -= count;
    if (newest.count === 0) this.#cohorts.pop();
  }

  /** They finish what they have accepted. */
  #drain(station: Station, nowMs: number): void {
    for (const cohort of this.#leaving) {
      const { answered } = this.#advance(station, cohort, 0, this.#serviceMs(cohort, nowMs));
      this.#answered += cohort.count * answered;
    }
    const left = this.#leaving.filter(({ held }) => held > ALIKE);
    for (const { count, held } of this.#leaving) if (held <= ALIKE) this.#answered += count * held;
    this.#leaving = left;
  }

  #merge(nowMs: number): void {
    for (let index = this.#cohorts.length - 1; index > 0; index -= 1) {
      const [older, newer] = [this.#cohorts[index - 1]!, this.#cohorts[index]!];
      if (newer.warmAtMs > nowMs) continue;
      if (Math.abs(older.held - newer.held) > ALIKE * (1 + older.held)) continue;
      const count = older.count + newer.count;
      older.held = (older.count * older.held + newer.count * newer.held) / count;
      older.count = count;
      this.#cohorts.splice(index, 1);
    }
  }
}
