/** The collector's AWS clients, used for reads only. */
import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { clientConfiguration } from '../aws/client-configuration.ts';
import type { Watch } from '../scenario/schema.ts';
import type { ClockOffset } from './clock-offset.ts';
import { createPromQlClient, type PromQlClient } from './promql-client.ts';
import { keepRawAnswers, type MiddlewareStack } from './raw-answers.ts';

export interface AwsClients {
  readonly cloudWatch: CloudWatchClient;
  readonly sageMaker: SageMakerClient;
  readonly autoScaling: ApplicationAutoScalingClient;
  readonly lambda: LambdaClient;
  readonly promQl: PromQlClient;
  destroy(): void;
}

export function createClients(
  watch: Pick<Watch, 'region' | 'endpointUrl'>,
  clock: ClockOffset,
  now: () => number,
): AwsClients {
  const configuration = clientConfiguration(watch);
  const cloudWatch = new CloudWatchClient(configuration);
  const sageMaker = new SageMakerClient(configuration);
  const autoScaling = new ApplicationAutoScalingClient(configuration);
  const lambda = new LambdaClient(configuration);
  const promQl = createPromQlClient(watch);
  for (const { middlewareStack } of [cloudWatch, sageMaker, autoScaling, lambda]) {
    readDateHeader(middlewareStack as unknown as MiddlewareStack, clock, now);
  }
  for (const { middlewareStack } of [sageMaker, autoScaling]) {
    keepRawAnswers(middlewareStack as unknown as MiddlewareStack);
  }
  return {
    cloudWatch,
    sageMaker,
    autoScaling,
    lambda,
    promQl,
    destroy() {
      cloudWatch.destroy();
      sageMaker.destroy();
      autoScaling.destroy();
      lambda.destroy();
      promQl.destroy();
    },
  };
}

/** Every response carries AWS's time, to the second: enough of them give the clock offset. */
function readDateHeader(stack: MiddlewareStack, clock: ClockOffset, now: () => number): void {
  stack.add(
    (next) => async (args) => {
      const sentMs = now();
      const result = await next(args);
      const { headers } = result.response as { headers?: Record<string, string> };
      const date = Date.parse(headers?.date ?? '');
      if (!Number.isNaN(date)) clock.observe({ sentMs, receivedMs: now(), serverSecondMs: date });
      return result;
    },
    { step: 'deserialize', priority: 'low', name: 'readDateHeader' },
  );
}
