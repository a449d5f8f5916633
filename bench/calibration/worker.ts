/** Runs calibration questions one by one, in its own thread. */
import { parentPort } from 'node:worker_threads';
import { ask, type Question } from './trial.ts';
import { logNormal, pareto } from './world.ts';

/** Functions cannot be sent in messages, so a tail is sent by name. */
export type Message = Omit<Question, 'world'> & {
  readonly world: Omit<Question['world'], 'tail'>;
  readonly tail: string;
};

const TAILS = [logNormal(0.3), logNormal(1), pareto(2.5)];

parentPort?.on('message', ({ tail: name, ...question }: Message) => {
  const tail = TAILS.find((one) => one.name === name)!;
  parentPort?.postMessage(ask({ ...question, world: { ...question.world, tail } }));
});
