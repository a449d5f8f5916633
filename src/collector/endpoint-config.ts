/** DescribeEndpointConfig -> what the variant was set up with: its instance type above all. */
import {
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import type { AwsEventOf } from '../record/aws-events.ts';
import type { Watch } from '../scenario/schema.ts';

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
