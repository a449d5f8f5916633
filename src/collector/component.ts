/** Reads an inference component (DescribeInferenceComponent), and which ones an endpoint hosts. */
import {
  DescribeInferenceComponentCommand,
  type DescribeInferenceComponentOutput,
  ListInferenceComponentsCommand,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import type { ComponentObservation } from '../record/aws-events.ts';
import type { Watch } from '../scenario/schema.ts';
import { allPages } from './pages.ts';

export interface SeenComponent {
  /** Without `updating`, which one look does not tell. */
  readonly observation: ComponentObservation;
  readonly answer: DescribeInferenceComponentOutput;
}

/** @throws an SDK error; Error when the component is hosted by another endpoint or variant */
export async function readComponent(
  client: SageMakerClient,
  watch: Watch,
  name: string,
  atMs: number,
): Promise<SeenComponent> {
  const answer = await client.send(
    new DescribeInferenceComponentCommand({ InferenceComponentName: name }),
  );
  refuseIfElsewhere(answer, watch, name);
  const { DesiredCopyCount, CurrentCopyCount } = answer.RuntimeConfig ?? {};
  return {
    observation: {
      type: 'component',
      atMs,
      name,
      status: answer.InferenceComponentStatus ?? 'Unknown',
      ...(CurrentCopyCount === undefined ? {} : { currentCopyCount: CurrentCopyCount }),
      ...(DesiredCopyCount === undefined ? {} : { desiredCopyCount: DesiredCopyCount }),
      ...(answer.FailureReason ? { failureReason: answer.FailureReason } : {}),
    },
    answer,
  };
}

function refuseIfElsewhere(
  { EndpointName, VariantName }: DescribeInferenceComponentOutput,
  watch: Watch,
  name: string,
): void {
  const { endpointName, variantName } = watch;
  if (
    (EndpointName ?? endpointName) === endpointName &&
    (VariantName ?? variantName) === variantName
  )
    return;
  const message = `inference component "${name}" runs on endpoint "${EndpointName}", variant "${VariantName}"; expected "${endpointName}", "${variantName}"`;
  throw Object.assign(new Error(message), { name: 'ComponentNotFound' });
}

/** Names in alphabetical order. @throws an SDK error */
export async function fetchComponentNames(
  client: SageMakerClient,
  { endpointName, variantName }: Watch,
): Promise<string[]> {
  const pages = await allPages((NextToken) =>
    client.send(
      new ListInferenceComponentsCommand({
        EndpointNameEquals: endpointName,
        VariantNameEquals: variantName,
        ...(NextToken ? { NextToken } : {}),
      }),
    ),
  );
  return pages
    .flatMap(({ InferenceComponents = [] }) => InferenceComponents)
    .flatMap(({ InferenceComponentName }) => InferenceComponentName ?? [])
    .toSorted();
}
