/** Answers one question after the other, in a thread of its own. */
import { parentPort } from 'node:worker_threads';
import { ask, type Question } from './trial.ts';

parentPort?.on('message', (question: Question) => {
  parentPort?.postMessage(ask(question));
});
