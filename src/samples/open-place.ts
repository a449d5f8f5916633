/** Opens a place of samples, whichever it is. */
import { isS3Url } from '../aws/s3-url.ts';
import { openFolder } from './folder-place.ts';
import type { Place, PlaceAt } from './place.ts';

/** @throws UserError where there is none */
export async function openPlace(place: PlaceAt): Promise<Place> {
  if (!isS3Url(place.at)) return openFolder(place.at);
  // Loaded here: samples in a folder must not wait for the client.
  const { openBucket } = await import('./bucket-place.ts');
  return openBucket(place);
}
