/** Lines of `load.ndjson` that tell which predictions rows got, as a worker writes them. */
import { AnswerTally } from '../../src/load/replay/answer-tally.ts';
import type { LoadEvent, LoadSample } from '../../src/record/load-events.ts';
import type { RunRecord } from '../../src/record/read.ts';
import { T0 } from './synthetic-knobs.ts';

export interface Asked {
  readonly predicted: string | null;
  readonly outcome: 'correct' | 'wrong';
}

/**
 * The run with those lines: each prediction that its samples count is one for a row, and rows take
 * turns.
 *
 * @param answer what a row is answered in a second, the n-th time it is asked
 */
export function withAnswers(
  record: RunRecord,
  rows: number,
  answer: (row: number, second: number, n: number) => Asked,
): RunRecord {
  const load: LoadEvent[] = [];
  const tallies = new Map<number, AnswerTally>();
  let asked = 0;
  const take = (worker: number, tally: AnswerTally, endSecond: number) => {
    const taken = tally.take(endSecond);
    const startMs = T0 + (taken?.second ?? 0) * 1_000;
    if (taken !== null) load.push({ type: 'answers', worker, startMs, ...taken });
  };
  const ask = ({ worker, second, outcomes: { correct = 0, wrong = 0 } }: LoadSample) => {
    const tally = tallies.get(worker) ?? new AnswerTally();
    tallies.set(worker, tally);
    for (let left = correct + wrong; left > 0; left -= 1) {
      const row = 1 + (asked % rows);
      const { predicted, outcome } = answer(row, second, Math.floor(asked / rows));
      tally.record(second, row, predicted, outcome);
      asked += 1;
    }
    if (tally.isDue(second + 1)) take(worker, tally, second + 1);
  };
  let last = 0;
  for (const event of record.load) {
    load.push(event);
    if (event.type !== 'sample') continue;
    last = event.second;
    ask(event);
  }
  for (const [worker, tally] of tallies) take(worker, tally, last + 1);
  return { ...record, load };
}

export const right = (predicted: string): Asked => ({ predicted, outcome: 'correct' });
export const wrong = (predicted: string): Asked => ({ predicted, outcome: 'wrong' });
