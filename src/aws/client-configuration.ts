/**
 * How every AWS client is set up: the same for AWS and for a stand-in, only the endpoint differs.
 *
 * Retries (three attempts, full jitter) are the SDK's own standard mode; an answer that does not come
 * in time fails rather than hangs, because a late poll is worth less than the next.
 */
import type { Watch } from '../scenario/schema.ts';
import { isLoopback, localCredentials } from './credentials.ts';

export function clientConfiguration({ region, endpointUrl }: Watch) {
  return {
    region,
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: 2_000,
      requestTimeout: 5_000,
      throwOnRequestTimeout: true,
    },
    ...(endpointUrl ? { endpoint: endpointUrl } : {}),
    // Real keys never go to a stand-in.
    ...(endpointUrl && isLoopback(endpointUrl) ? { credentials: localCredentials() } : {}),
  };
}
