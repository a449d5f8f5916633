/** Reads what the variant runs now (DescribeEndpoint). */
import {
  DescribeEndpointCommand,
  type DescribeEndpointOutput,
  type ProductionVariantSummary,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import type { EndpointObservation } from '../record/aws-events.ts';
import type { Watch } from '../scenario/schema.ts';

export interface SeenEndpoint {
  readonly observation: EndpointObservation;
  /** Absent while the endpoint is being created. */
  readonly configName: string | undefined;
  readonly answer: DescribeEndpointOutput;
}

/** @throws an SDK error; Error when the endpoint has no such variant */
export async function fetchEndpoint(
  client: SageMakerClient,
  watch: Watch,
  atMs: number,
): Promise<EndpointObservation> {
  return (await readEndpoint(client, watch, atMs)).observation;
}

/** @throws an SDK error; Error when the endpoint has no such variant */
export async function readEndpoint(
  client: SageMakerClient,
  watch: Watch,
  atMs: number,
): Promise<SeenEndpoint> {
  const answer = await client.send(
    new DescribeEndpointCommand({ EndpointName: watch.endpointName }),
  );
  const variants = answer.ProductionVariants ?? [];
  const variant = variants.find((each) => each.VariantName === watch.variantName);
  // An endpoint has no variants while it is being created; one in service without ours is a mistake.
  if (!variant && answer.EndpointStatus === 'InService') {
    const known = variants.map((each) => each.VariantName).join(', ') || 'none';
    throw Object.assign(
      new Error(
        `endpoint "${watch.endpointName}" has no variant "${watch.variantName}" (it has ${known})`,
      ),
      { name: 'VariantNotFound' },
    );
  }
  const observation: EndpointObservation = {
    type: 'endpoint',
    atMs,
    status: answer.EndpointStatus ?? 'Unknown',
    variantName: watch.variantName,
    ...(variant?.CurrentInstanceCount === undefined
      ? {}
      : { currentInstanceCount: variant.CurrentInstanceCount }),
    ...(variant?.DesiredInstanceCount === undefined
      ? {}
      : { desiredInstanceCount: variant.DesiredInstanceCount }),
    ...serverlessOf(variant),
    ...poolsOf(variant),
    ...messageOf(variant),
  };
  return { observation, configName: answer.EndpointConfigName, answer };
}

function poolsOf(
  variant: ProductionVariantSummary | undefined,
): Pick<EndpointObservation, 'pools'> {
  const pools = variant?.InstancePools ?? [];
  if (pools.length === 0) return {};
  return {
    pools: pools.map(({ InstanceType, CurrentInstanceCount }) => ({
      instanceType: InstanceType ?? 'unknown',
      currentInstanceCount: CurrentInstanceCount ?? 0,
    })),
  };
}

/** AWS lists every step of a change that is under way. */
function messageOf(
  variant: ProductionVariantSummary | undefined,
): Pick<EndpointObservation, 'statusMessage'> {
  const messages = (variant?.VariantStatus ?? []).flatMap(
    ({ StatusMessage }) => StatusMessage || [],
  );
  return messages.length === 0 ? {} : { statusMessage: messages.join(' ') };
}

function serverlessOf(
  variant: ProductionVariantSummary | undefined,
): Pick<EndpointObservation, 'serverless'> {
  const config = variant?.CurrentServerlessConfig;
  if (config?.MaxConcurrency === undefined || config.MemorySizeInMB === undefined) return {};
  return {
    serverless: {
      maxConcurrency: config.MaxConcurrency,
      memoryMb: config.MemorySizeInMB,
      ...(config.ProvisionedConcurrency === undefined
        ? {}
        : { provisionedConcurrency: config.ProvisionedConcurrency }),
    },
  };
}
