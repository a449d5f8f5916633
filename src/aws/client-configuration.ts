/**
 * Configures every AWS client. AWS and a stand-in differ only in endpoint and credentials.
 *
 * Retries (three attempts, full jitter) follow the SDK's standard mode. A call without a timely
 * response fails instead of hanging, because a late poll is worth less than the next one.
 */
import type { Watch } from '../scenario/schema.ts';
import { isLoopback, localCredentials } from './credentials.ts';

export function clientConfiguration({
  region,
  endpointUrl,
}: Pick<Watch, 'region' | 'endpointUrl'>) {
  return {
    region,
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: 2_000,
      requestTimeout: 5_000,
      throwOnRequestTimeout: true,
    },
    ...(endpointUrl ? { endpoint: endpointUrl } : {}),
    // Never send real keys to a stand-in.
    ...(endpointUrl && isLoopback(endpointUrl) ? { credentials: localCredentials() } : {}),
  };
}
