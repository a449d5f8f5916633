/** A thread that reads the sources it is told, and at the end hands over what they add up to. */
import { parentPort, workerData } from 'node:worker_threads';
import { openPlace } from './open-place.ts';
import type { PlaceAt } from './place.ts';
import { type Reading, SourceReader } from './source-reader.ts';
import type { Source } from './sources.ts';

const { at, reading } = workerData as { at: PlaceAt; reading: Reading };
const place = await openPlace(at);
const reader = new SourceReader(place, reading);

parentPort!.on('message', async (told: { source: Source; number: number } | null) => {
  if (told !== null) {
    parentPort!.postMessage(await reader.read(told.source, told.number));
    return;
  }
  parentPort!.postMessage(reader.sums());
  place.close();
  parentPort!.close();
});
