/** Opens a place of samples, whichever it is. */
import { isBucketAddress } from '../aws/bucket.ts';
import { openBucket } from './bucket-place.ts';
import { openFolder } from './folder-place.ts';
import type { Place, PlaceAt } from './place.ts';

/** @throws UserError where there is none */
export async function openPlace(place: PlaceAt): Promise<Place> {
  return isBucketAddress(place.at) ? openBucket(place) : openFolder(place.at);
}
