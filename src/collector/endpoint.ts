/** Reads what the variant runs now (DescribeEndpoint) and its configuration (DescribeEndpointConfig). */
import {
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  type ProductionVariantSummary,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import type { AwsEventOf, EndpointObservation } from '../record/aws-events.ts';
import type { Watch } from '../scenario/schema.ts';

/** @throws an SDK error; Error when the endpoint has no such variant */
export async function fetchEndpoint(
  client: SageMakerClient,
  watch: Watch,
  atMs: number,
): Promise<EndpointObservation> {
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
  return {
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
  };
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

/** @throws an SDK error */
export async function fetchEndpointConfig(
  client: SageMakerClient,
  watch: Watch,
  atMs: number,
): Promise<AwsEventOf<'endpoint-config'>> {
  const { EndpointConfigName } = await client.send(
    new DescribeEndpointCommand({ EndpointName: watch.endpointName }),
  );
  const answer = await client.send(new DescribeEndpointConfigCommand({ EndpointConfigName }));
  const variant = answer.ProductionVariants?.find((each) => each.VariantName === watch.variantName);
  return {
    type: 'endpoint-config',
    atMs,
    name: answer.EndpointConfigName ?? EndpointConfigName ?? '',
    // A serverless variant has neither.
    ...(variant?.InstanceType === undefined ? {} : { instanceType: variant.InstanceType }),
    ...(variant?.InitialInstanceCount === undefined
      ? {}
      : { initialInstanceCount: variant.InitialInstanceCount }),
  };
}
