/** One capacity test after the other, in a thread of its own: a test in virtual time takes over the clock. */
import { parentPort } from 'node:worker_threads';
import { capacityTrial, KNOWN_ENDPOINTS } from '../../test/matrix/known-capacities.ts';
import type { Question } from './trials.ts';

parentPort?.on('message', async ({ endpoint, seed }: Question) => {
  parentPort?.postMessage(await capacityTrial(KNOWN_ENDPOINTS[endpoint]!, seed));
});
