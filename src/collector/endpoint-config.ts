/** Reads the variant's configuration (DescribeEndpointConfig), with AWS's defaults for what it leaves out. */
import {
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  type DescribeEndpointConfigOutput,
  type MetricsConfig,
  type ProductionVariant,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { METRIC_PERIOD_SECONDS } from '../aws/target-tracking.ts';
import type { EndpointConfigObservation } from '../record/aws-events.ts';
import type { Watch } from '../scenario/schema.ts';

export interface SeenConfig {
  readonly observation: EndpointConfigObservation;
  /** Without a model of its own, the variant hosts inference components. */
  readonly hasModel: boolean;
  readonly answer: DescribeEndpointConfigOutput;
}

/** @throws an SDK error */
export async function fetchEndpointConfig(
  client: SageMakerClient,
  watch: Watch,
  atMs: number,
): Promise<EndpointConfigObservation> {
  const { EndpointConfigName } = await client.send(
    new DescribeEndpointCommand({ EndpointName: watch.endpointName }),
  );
  return (await readEndpointConfig(client, watch, EndpointConfigName, atMs)).observation;
}

/** @throws an SDK error */
export async function readEndpointConfig(
  client: SageMakerClient,
  { variantName }: Watch,
  name: string | undefined,
  atMs: number,
): Promise<SeenConfig> {
  const answer = await client.send(new DescribeEndpointConfigCommand({ EndpointConfigName: name }));
  const variant = answer.ProductionVariants?.find((each) => each.VariantName === variantName);
  const observation: EndpointConfigObservation = {
    type: 'endpoint-config',
    atMs,
    name: answer.EndpointConfigName ?? name ?? '',
    // A serverless variant has neither.
    ...optional('instanceType', variant?.InstanceType),
    ...optional('initialInstanceCount', variant?.InitialInstanceCount),
    ...metricsOf(answer.MetricsConfig),
    ...poolsOf(variant),
    ...optional('provisionTimeoutSeconds', variant?.VariantInstanceProvisionTimeoutInSeconds),
    ...managedScalingOf(variant),
    ...optional('routing', variant?.RoutingConfig?.RoutingStrategy),
  };
  return { observation, hasModel: variant?.ModelName !== undefined, answer };
}

/** Defaults: SageMaker API reference, MetricsConfig. */
function metricsOf(config: MetricsConfig | undefined): Pick<EndpointConfigObservation, 'metrics'> {
  if (config === undefined) return {};
  return {
    metrics: {
      enhanced: config.EnableEnhancedMetrics ?? false,
      ...optional('detailedObservability', config.EnableDetailedObservability),
      publishSeconds: config.MetricPublishFrequencyInSeconds ?? METRIC_PERIOD_SECONDS,
    },
  };
}

function poolsOf(variant: ProductionVariant | undefined): Pick<EndpointConfigObservation, 'pools'> {
  const pools = variant?.InstancePools ?? [];
  if (pools.length === 0) return {};
  return {
    pools: pools
      .map(({ InstanceType, Priority }) => ({
        instanceType: InstanceType ?? 'unknown',
        priority: Priority ?? 0,
      }))
      .toSorted((left, right) => left.priority - right.priority),
  };
}

function managedScalingOf(
  variant: ProductionVariant | undefined,
): Pick<EndpointConfigObservation, 'managedInstanceScaling'> {
  const scaling = variant?.ManagedInstanceScaling;
  if (scaling === undefined) return {};
  return {
    managedInstanceScaling: {
      enabled: scaling.Status === 'ENABLED',
      ...optional('minInstanceCount', scaling.MinInstanceCount),
      ...optional('maxInstanceCount', scaling.MaxInstanceCount),
    },
  };
}

function optional<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Partial<Record<K, V>>);
}
