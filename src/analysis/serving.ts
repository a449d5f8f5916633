/** Tells whether the variant has instances, or copies on them, or is serverless. */
import type { EndpointObservation } from '../record/aws-events.ts';
import { watchOf } from '../record/manifest.ts';
import type { RunRecord } from '../record/read.ts';

export type Serving =
  | { readonly kind: 'instances' }
  | {
      readonly kind: 'serverless';
      readonly limits: NonNullable<EndpointObservation['serverless']>;
    }
  /** Polls succeeded, but returned neither an instance count nor serverless limits. */
  | { readonly kind: 'uncounted' }
  /** No poll succeeded. */
  | { readonly kind: 'unseen' }
  /** Nobody polled: the scenario watches nothing. */
  | { readonly kind: 'unwatched' };

export function servingOf({ aws, manifest }: Pick<RunRecord, 'aws' | 'manifest'>): Serving {
  if (watchOf(manifest) === null) return { kind: 'unwatched' };
  let seen = false;
  let limits: EndpointObservation['serverless'];
  for (const event of aws) {
    if (event.type === 'component') return { kind: 'instances' };
    if (event.type !== 'endpoint') continue;
    if (event.currentInstanceCount !== undefined) return { kind: 'instances' };
    seen = true;
    limits = event.serverless ?? limits;
  }
  if (limits !== undefined) return { kind: 'serverless', limits };
  return { kind: seen ? 'uncounted' : 'unseen' };
}

/** Whether the variant has, or may have, an instance count. */
export function hasInstances(serving: Serving): boolean {
  return serving.kind === 'instances' || serving.kind === 'unseen';
}
