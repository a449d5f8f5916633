/** Whether CloudWatch has metrics of single instances. */
import type { AwsEvent } from '../../record/aws-events.ts';
import { lastObserved } from '../last-observed.ts';

/** @returns null where the record does not say: no configuration was read, or a version before it asked */
export function enhancedMetrics(aws: readonly AwsEvent[]): boolean | null {
  if (aws.some((event) => event.type === 'datapoint' && event.instanceId !== undefined))
    return true;
  return lastObserved(aws, 'endpoint-config')?.metrics?.enhanced ?? null;
}
