/** A thread that reads the sources it is told, and at the end hands over what they add up to. */
import { parentPort, workerData } from 'node:worker_threads';
import { UserError } from '../input/user-error.ts';
import { openPlace } from './open-place.ts';
import type { PlaceAt } from './place.ts';
import { type Reading, SourceReader } from './source-reader.ts';
import type { Surveyed } from './survey.ts';

const { at, reading } = workerData as { at: PlaceAt; reading: Reading };
const place = await openPlace(at);
const reader = new SourceReader(place, reading);

parentPort!.on('message', async (asked: { source: Surveyed; number: number } | null) => {
  if (asked === null) {
    parentPort!.postMessage({ told: reader.sums() });
    place.close();
    parentPort!.close();
    return;
  }
  try {
    parentPort!.postMessage({ told: await reader.read(asked.source, asked.number) });
  } catch (cause) {
    // Its class does not survive the way to another thread.
    if (!(cause instanceof UserError)) throw cause;
    parentPort!.postMessage({ refused: cause.message });
  }
});
