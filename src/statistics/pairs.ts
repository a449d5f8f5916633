/** Every pair of a value of one sample and a value of another. */
import { midranks } from './mann-whitney.ts';
import { rankSumTails, type Tails } from './rank-sum.ts';

/** Grows with `of` and shrinks with `from`. */
export type Compare = (of: number, from: number) => number;

export class Pairs {
  /** What the pairs compare to, each value once, ascending. */
  readonly steps: Float64Array;
  readonly #base: Float64Array;
  readonly #candidate: Float64Array;
  readonly #compare: Compare;
  /** Doubled ranks of each sample's values among themselves. */
  readonly #own: { readonly base: Int32Array; readonly candidate: Int32Array };

  constructor(base: readonly number[], candidate: readonly number[], compare: Compare) {
    this.#base = Float64Array.from(base).sort();
    this.#candidate = Float64Array.from(candidate).sort();
    this.#compare = compare;
    this.#own = { base: midranks(this.#base), candidate: midranks(this.#candidate) };
    const all = new Float64Array(base.length * candidate.length);
    let at = 0;
    for (const of of this.#candidate) {
      for (const from of this.#base) {
        all[at] = compare(of, from);
        at += 1;
      }
    }
    this.steps = all.sort().filter((value, index) => index === 0 || value !== all[index - 1]);
  }

  /**
   * The tails of the candidate's sum of ranks, once its values are shifted so that pairs which compare to `shift`
   * tie, or are just below.
   */
  tails(shift: number, tie: boolean): Tails {
    const [base, candidate] = [this.#base, this.#candidate];
    const ranks = new Int32Array(candidate.length + base.length);
    ranks.set(this.#own.candidate);
    // By how much the rank of a value of the base exceeds that of the value before: for each of the candidate's
    // values, those it is above stay as they are, those it ties with gain 1, the others 2.
    const gains = new Int32Array(base.length + 1);
    let sum = 0;
    let below = 0;
    let level = 0;
    candidate.forEach((of, index) => {
      while (below < base.length && this.#compare(of, base[below]!) > shift) below += 1;
      level = Math.max(level, below);
      while (tie && level < base.length && this.#compare(of, base[level]!) === shift) level += 1;
      ranks[index]! += below + level;
      sum += ranks[index]!;
      gains[below]! += 1;
      gains[level]! += 1;
    });
    let gained = 0;
    for (const [index, own] of this.#own.base.entries()) {
      gained += gains[index]!;
      ranks[candidate.length + index] = own + gained;
    }
    return rankSumTails(ranks, candidate.length, sum);
  }
}
