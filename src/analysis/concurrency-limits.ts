/** The concurrency that function and endpoint are set to allow, by the last line that told. */
import type { AwsEvent } from '../record/aws-events.ts';
import type { ConcurrencyLimit } from './timeline.ts';

/** @returns none for a real-time endpoint behind a function without settings of its own. */
export function concurrencyLimits(aws: readonly AwsEvent[]): ConcurrencyLimit[] {
  const last = new Map<ConcurrencyLimit['kind'], number | undefined>();
  for (const event of aws) {
    if (event.type === 'function') {
      last.set('reserved', event.reservedConcurrency);
      last.set('provisioned', event.provisionedConcurrency);
    }
    if (event.type === 'endpoint' && event.serverless !== undefined) {
      last.set('max-concurrency', event.serverless.maxConcurrency);
    }
  }
  return [...last].flatMap(([kind, value]) => (value === undefined ? [] : [{ kind, value }]));
}
