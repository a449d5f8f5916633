/**
 * The steady state of instances that are sent requests at a constant rate: for each utilisation, how many
 * requests they hold, how long answers take and what a full queue refuses.
 *
 * Between steady states it moves as a fluid. A pointwise stationary fluid flow approximation (Wang, Tipper
 * and Banerjee, INFOCOM 1996) takes a queue that holds L requests to answer at the rate of the steady state
 * that holds L. It relaxes to the steady state below saturation, and above it the backlog grows as it should:
 *
 *     requests held |            /  beyond the last level: a backlog, worked off at full rate
 *                   |           /
 *                   |       _.-'    between levels: linear
 *                   |___.--'
 *                   +-----------+-- utilisation
 *                               1
 */

/** One steady state. Times are in mean service times. */
export interface StationLevel {
  /** Offered rate divided by what full slots answer. */
  readonly utilization: number;
  /** Requests that an instance holds: in its slots and in its queue. */
  readonly held: number;
  /** Answered rate divided by what full slots answer. */
  readonly answered: number;
  readonly refusedShare: number;
  /** Of what was answered, smallest first, at evenly spaced ranks. */
  readonly latencies: Float64Array;
  /** Requests that an instance holds at random moments, smallest first. */
  readonly outstanding: Float64Array;
}

/** What one step did to one instance, overwritten by each call. */
export interface Step {
  held: number;
  answered: number;
  refused: number;
  /** The steady state: `weight` of the next level, the rest of this one. */
  level: number;
  weight: number;
  /** Mean service times that an arrival waits on top of that state's; 0 without a backlog. */
  backlog: number;
}

export const emptyStep = (): Step => ({
  held: 0,
  answered: 0,
  refused: 0,
  level: 0,
  weight: 0,
  backlog: 0,
});

/** From so many times what the last level holds, a backlog is due to the load and hardly to chance. */
const DEEP = 2;
/** The state whose spread such a backlog has. */
const UNDER_PRESSURE = 0.86;

/** A queue is long if it refuses next to nothing below saturation: beyond that, it fills. */
const HARDLY_REFUSED = 0.02;

export class Station {
  readonly levels: readonly StationLevel[];
  readonly #concurrency: number;
  readonly #room: number;
  readonly #held: Float64Array;
  readonly #answered: Float64Array;
  readonly #refused: Float64Array;
  readonly #last: number;
  readonly #pressed: number;
  readonly #isLong: boolean;

  /** @param levels from idle upwards; the first holds nothing. */
  constructor(levels: readonly StationLevel[], concurrency: number, queue: number) {
    this.levels = levels;
    this.#concurrency = concurrency;
    this.#room = concurrency + queue;
    this.#held = Float64Array.from(levels, ({ held }) => held);
    this.#answered = Float64Array.from(levels, ({ answered }) => answered);
    this.#refused = Float64Array.from(levels, ({ refusedShare }) => refusedShare);
    this.#last = levels.length - 1;
    this.#isLong = levels.at(-1)!.refusedShare < HARDLY_REFUSED;
    const pressed = levels.findIndex(({ utilization }) => utilization >= UNDER_PRESSURE);
    this.#pressed = pressed < 1 ? this.#last : pressed;
  }

  /**
   * One instance through one step: an implicit step of the fluid, so that requests are neither lost nor made.
   *
   * @param held requests it holds before
   * @param arrived requests that come in the step
   * @param most requests that full slots answer in the step
   */
  advance(held: number, arrived: number, most: number, step: Step): void {
    const all = held + arrived;
    const last = this.#last;
    if (this.#after(last, arrived, most) <= all) {
      this.#beyond(held, arrived, most, step);
      return;
    }
    let low = 0;
    let high = last;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#after(middle, arrived, most) <= all) low = middle;
      else high = middle;
    }
    const from = this.#after(low, arrived, most);
    const to = this.#after(high, arrived, most);
    const weight = to > from ? Math.max(0, (all - from) / (to - from)) : 0;
    step.level = low;
    step.weight = weight;
    step.backlog = 0;
    step.refused = arrived * between(this.#refused, low, weight);
    step.held = between(this.#held, low, weight);
    step.answered = Math.max(0, all - step.refused - step.held);
  }

  /** Requests that an instance answers of `most`, while it holds so many. */
  answeredShare(held: number): number {
    const last = this.#last;
    if (held >= this.#held[last]!) return this.#rateBeyond(held);
    const { level, weight } = this.place(held);
    return between(this.#answered, level, weight);
  }

  /** The steady state in which an instance holds so many requests. */
  place(held: number): { readonly level: number; readonly weight: number } {
    const last = this.#last;
    let level = 0;
    while (level < last - 1 && this.#held[level + 1]! <= held) level += 1;
    const [from, to] = [this.#held[level]!, this.#held[level + 1]!];
    return { level, weight: to > from ? Math.min(1, Math.max(0, (held - from) / (to - from))) : 0 };
  }

  /**
   * Requests that instances hold at a random moment, one for each.
   *
   * @param held on average. @param uniform in [0, 1)
   */
  outstanding(held: number, count: number, uniform: () => number): number[] {
    const { level, weight } = this.place(held);
    const beyond = Math.max(0, held - this.#held[this.#last]!);
    const from = this.levels[level]!.outstanding;
    const to = this.levels[level + 1]!.outstanding;
    const all: number[] = [];
    for (let index = 0; index < count; index += 1) {
      const chance = uniform();
      all.push(Math.round((1 - weight) * at(from, chance) + weight * at(to, chance) + beyond));
    }
    return all;
  }

  /** What there would be to hold, answer and refuse if the step ended at this level. */
  #after(level: number, arrived: number, most: number): number {
    return this.#held[level]! + most * this.#answered[level]! + arrived * this.#refused[level]!;
  }

  /**
   * Above the last level the requests held grow as 1/(1 - utilisation), as in heavy traffic: the rate is
   * 1 - k/L, and the step a quadratic equation.
   */
  #beyond(held: number, arrived: number, most: number, step: Step): void {
    const last = this.#last;
    const top = this.#held[last]!;
    const lacking = (1 - this.#answered[last]!) * top;
    const all = held + arrived;
    let after = all - most * this.#answered[last]!;
    if (this.#isLong) {
      const half = (all - most) / 2;
      after = half + Math.sqrt(half * half + most * lacking);
    }
    const kept = Math.max(0, Math.min(after, this.#isLong ? this.#room : top));
    step.refused = Math.min(arrived, after - kept);
    step.held = kept;
    step.answered = Math.max(0, all - step.refused - kept);
    const met = (Math.max(held, top) + kept) / 2;
    const state = met > DEEP * top ? this.#pressed : last;
    step.level = state - 1;
    step.weight = 1;
    step.backlog = Math.max(0, met - this.#held[state]!) / this.#concurrency;
  }

  #rateBeyond(held: number): number {
    const last = this.#last;
    return 1 - ((1 - this.#answered[last]!) * this.#held[last]!) / held;
  }
}

function between(values: Float64Array, level: number, weight: number): number {
  return values[level]! * (1 - weight) + values[level + 1]! * weight;
}

function at(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}
