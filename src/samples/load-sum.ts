/** The load of several workers whose time zeros are the same: its seconds, answers and failures. */
import type { LoadAnswers, LoadFailure } from '../record/load-events.ts';
import { AnswerSum } from './answer-sum.ts';
import { addFailure, type FailureSum } from './failure-sum.ts';
import {
  addSample,
  addSecond,
  newSecondSum,
  type ReadSample,
  type SecondSum,
} from './second-sum.ts';

export class LoadSum {
  readonly #seconds = new Map<number, SecondSum>();
  readonly #answers = new AnswerSum();
  readonly #failures: FailureSum = new Map();

  addSample(sample: ReadSample, counts: Float64Array): void {
    addSample(this.#secondAt(sample.second), sample, counts);
  }

  addAnswers(line: LoadAnswers): void {
    this.#answers.add(line, 0);
  }

  /** @param failure its time in ms since time zero */
  addFailure(failure: LoadFailure): void {
    addFailure(this.#failures, { ...failure, worker: 1 });
  }

  /** @param shiftSeconds whole, from the other's time zero to this one's */
  add({ seconds, answers, failures }: LoadSumData, shiftSeconds: number): void {
    for (const [second, sum] of seconds) addSecond(this.#secondAt(second + shiftSeconds), sum);
    for (const line of answers) this.#answers.add(line, shiftSeconds);
    for (const failure of failures) {
      this.addFailure({ ...failure, atMs: failure.atMs + shiftSeconds * 1_000 });
    }
  }

  /** To hand to another thread. */
  data(): LoadSumData {
    return {
      seconds: this.#seconds,
      answers: [...this.#answers.lines(0)],
      failures: [...this.#failures.values()].flat(),
    };
  }

  get seconds(): ReadonlyMap<number, SecondSum> {
    return this.#seconds;
  }

  get answers(): AnswerSum {
    return this.#answers;
  }

  get failures(): FailureSum {
    return this.#failures;
  }

  #secondAt(second: number): SecondSum {
    const known = this.#seconds.get(second);
    if (known !== undefined) return known;
    const sum = newSecondSum();
    this.#seconds.set(second, sum);
    return sum;
  }
}

export interface LoadSumData {
  readonly seconds: ReadonlyMap<number, SecondSum>;
  readonly answers: readonly LoadAnswers[];
  readonly failures: readonly LoadFailure[];
}
