/** Asks one question after the other, in a thread of its own. */
import { parentPort } from 'node:worker_threads';
import { ask, type Question } from './trial.ts';
import { logNormal, pareto } from './world.ts';

/** A tail is a function, which no message carries: its name is. */
export type Message = Omit<Question, 'world'> & {
  readonly world: Omit<Question['world'], 'tail'>;
  readonly tail: string;
};

const TAILS = [logNormal(0.3), logNormal(1), pareto(2.5)];

parentPort?.on('message', ({ tail: name, ...question }: Message) => {
  const tail = TAILS.find((one) => one.name === name)!;
  parentPort?.postMessage(ask({ ...question, world: { ...question.world, tail } }));
});
