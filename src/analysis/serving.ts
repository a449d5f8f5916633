/** Tells whether the variant has instances; a serverless one has environments that nobody can count. */
import type { AwsEvent, EndpointObservation } from '../record/aws-events.ts';

export type Serving =
  | { readonly kind: 'instances' }
  | {
      readonly kind: 'serverless';
      readonly limits: NonNullable<EndpointObservation['serverless']>;
    }
  /** Polls that answered and never told a count, of instances or of anything else. */
  | { readonly kind: 'uncounted' }
  /** No poll answered. */
  | { readonly kind: 'unseen' };

export function servingOf(aws: readonly AwsEvent[]): Serving {
  let seen = false;
  let limits: EndpointObservation['serverless'];
  for (const event of aws) {
    if (event.type !== 'endpoint') continue;
    if (event.currentInstanceCount !== undefined) return { kind: 'instances' };
    seen = true;
    limits = event.serverless ?? limits;
  }
  if (limits !== undefined) return { kind: 'serverless', limits };
  return { kind: seen ? 'uncounted' : 'unseen' };
}

/** Whether a count of instances can be waited for. */
export function hasInstances(serving: Serving): boolean {
  return serving.kind === 'instances' || serving.kind === 'unseen';
}
