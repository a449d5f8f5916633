/** Simulates one night after the other, in a thread of its own: a run in virtual time takes over the clock. */
import { parentPort } from 'node:worker_threads';
import { entryOfNight } from './simulate.ts';

parentPort?.on('message', async (number: number) => {
  parentPort?.postMessage(await entryOfNight(number));
});
