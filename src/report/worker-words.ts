/** The workers of a load in words, for every report. */
import { count } from '../format/numbers.js';
import type { WorkerProblem } from '../record/workers-record.ts';
import type { Verdict } from '../verdict/verdict.ts';
import type { Row } from './load-rows.ts';

export const PROBLEM_WORDS: Readonly<Record<WorkerProblem, string>> = {
  missing: 'missing',
  'cut-off': 'cut off',
  doubled: 'doubled',
  'lost-seconds': 'seconds lost',
  late: 'late start',
  early: 'early start',
  'wrong-share': 'wrong share',
  foreign: 'another load’s',
  stopped: 'stopped',
};

/** Of a thousand workers, a report names a few. */
const MOST_NUMBERS = 8;

/** `4 of 5 left samples; missing: 3; late start: 1, 2`; none for a load that one command sent. */
export function workerRows({ workers }: Verdict['load']): Row[] {
  if (workers === undefined) return [];
  const { expected, withSamples, problems } = workers;
  const all =
    withSamples === expected
      ? count(expected)
      : `${count(withSamples)} of ${count(expected)} left samples`;
  const odd = problems.map(
    ({ kind, workers: numbers }) => `${PROBLEM_WORDS[kind]}: ${numbersInWords(numbers)}`,
  );
  return [['workers', [all, ...odd].join('; ')]];
}

/** `3, 7 and 12 more`; a file that names no worker is `unknown`. */
export function numbersInWords(workers: readonly (number | null)[]): string {
  const named = workers
    .slice(0, MOST_NUMBERS)
    .map((worker) => worker ?? 'unknown')
    .join(', ');
  const left = workers.length - MOST_NUMBERS;
  return left > 0 ? `${named} and ${count(left)} more` : named;
}
