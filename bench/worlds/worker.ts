/** Tries one world after the other, in a thread of its own: a run in virtual time takes over the clock. */
import { parentPort } from 'node:worker_threads';
import { tryWorld } from './trial.ts';

parentPort?.on('message', async (seed: number) => {
  parentPort?.postMessage(await tryWorld(seed));
});
