/** The count of what scales, now: copies of the watched inference component, else instances of the variant. */
import type { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { Watch } from '../scenario/schema.ts';
import { readComponent } from './component.ts';
import { fetchEndpoint } from './endpoint.ts';

export interface WhatScales {
  readonly of: 'instance' | 'copy';
  /** SageMaker's; of the component only while the endpoint itself is in service. */
  readonly status: string;
  /** Absent for a serverless variant. */
  readonly current?: number;
  readonly desired?: number;
}

/** @throws an SDK error; Error when the endpoint has no such variant or component */
export async function fetchWhatScales(
  client: SageMakerClient,
  watch: Watch,
  atMs: number,
): Promise<WhatScales> {
  const { inferenceComponent } = watch;
  const endpoint = await fetchEndpoint(client, watch, atMs);
  if (inferenceComponent === undefined) {
    return counts('instance', endpoint.status, {
      current: endpoint.currentInstanceCount,
      desired: endpoint.desiredInstanceCount,
    });
  }
  const { observation } = await readComponent(client, watch, inferenceComponent, atMs);
  const status = endpoint.status === 'InService' ? observation.status : endpoint.status;
  return counts('copy', status, {
    current: observation.currentCopyCount,
    desired: observation.desiredCopyCount,
  });
}

function counts(
  of: WhatScales['of'],
  status: string,
  { current, desired }: { current: number | undefined; desired: number | undefined },
): WhatScales {
  return {
    of,
    status,
    ...(current === undefined ? {} : { current }),
    ...(desired === undefined ? {} : { desired }),
  };
}
