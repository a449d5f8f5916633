/** AWS calls that only doctor makes. Each also shows whether its permission is granted. */
import {
  type CloudWatchClient,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
} from '@aws-sdk/client-cloudwatch';
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { DescribeEndpointCommand, type SageMakerClient } from '@aws-sdk/client-sagemaker';
import { fetchAlarms } from '../collector/alarms.ts';
import type { AlarmObservation } from '../record/aws-events.ts';
import type { Watch } from '../scenario/schema.ts';

export interface EndpointState {
  readonly status: string;
  readonly configName: string | null;
  /** Null when the endpoint has no variant of that name. */
  readonly variant: {
    readonly current: number | null;
    readonly desired: number | null;
    readonly serverless: { readonly memoryMb: number; readonly maxConcurrency: number } | null;
  } | null;
  readonly variantNames: readonly string[];
}

export async function fetchEndpointState(
  client: SageMakerClient,
  { endpointName, variantName }: Watch,
): Promise<EndpointState> {
  const answer = await client.send(new DescribeEndpointCommand({ EndpointName: endpointName }));
  const variants = answer.ProductionVariants ?? [];
  const variant = variants.find((each) => each.VariantName === variantName);
  const serverless = variant?.CurrentServerlessConfig;
  return {
    status: answer.EndpointStatus ?? 'Unknown',
    configName: answer.EndpointConfigName ?? null,
    variant: variant
      ? {
          current: variant.CurrentInstanceCount ?? null,
          desired: variant.DesiredInstanceCount ?? null,
          serverless: serverless
            ? {
                memoryMb: serverless.MemorySizeInMB ?? 0,
                maxConcurrency: serverless.MaxConcurrency ?? 0,
              }
            : null,
        }
      : null,
    variantNames: variants.flatMap((each) => each.VariantName ?? []),
  };
}

/** Without alarm names, requests any one alarm to check the permission. */
export async function tryAlarms(
  client: CloudWatchClient,
  names: readonly string[],
  nowMs: number,
): Promise<AlarmObservation[]> {
  if (names.length > 0) return fetchAlarms(client, names, nowMs);
  await client.send(new DescribeAlarmsCommand({ MaxRecords: 1 }));
  return [];
}

export async function tryAlarmHistory(
  client: CloudWatchClient,
  names: readonly string[],
): Promise<void> {
  const [AlarmName] = names;
  await client.send(
    new DescribeAlarmHistoryCommand({ MaxRecords: 1, ...(AlarmName ? { AlarmName } : {}) }),
  );
}

/** A dry run checks permission and parameters without running the function. */
export async function tryInvoking(client: LambdaClient, functionName: string): Promise<void> {
  await client.send(new InvokeCommand({ FunctionName: functionName, InvocationType: 'DryRun' }));
}
