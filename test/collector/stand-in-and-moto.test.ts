import {
  ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  DescribeScalingPoliciesCommand,
} from '@aws-sdk/client-application-auto-scaling';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
} from '@aws-sdk/client-cloudwatch';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AUTOSCALING_TARGET } from '../../src/local/services/autoscaling.ts';
import { CLOUDWATCH_TARGET } from '../../src/local/services/cloudwatch.ts';
import { SAGEMAKER_TARGET } from '../../src/local/services/sagemaker.ts';
import { predict, start, until } from '../local/running.ts';
import { hasMoto } from '../peers.ts';
import {
  configurationFor,
  createAlarm,
  createVariant,
  DIMENSIONS,
  type MotoServer,
  putMetrics,
  startMoto,
  VARIANT_RESOURCE,
} from './moto-server.ts';
import { differences, shapeOf } from './shape.ts';

const { ServiceNamespace, ResourceId } = VARIANT_RESOURCE;
const SINCE = new Date(Date.now() - 600_000);
const UNTIL = new Date(Date.now() + 600_000);
const METRIC = {
  Namespace: 'AWS/SageMaker',
  MetricName: 'InvocationsPerInstance',
  Dimensions: DIMENSIONS,
};

/** Where the two differ, and why: gaps of moto, and what neither reads of an alarm. */
type Known = Readonly<Record<string, string>>;

interface Compared {
  readonly operation: string;
  readonly service: 'monitoring' | 'sagemaker' | 'application-autoscaling';
  readonly input: object;
  readonly send: (url: string) => Promise<object>;
  readonly known: Known;
}

const PREFIXES = {
  monitoring: CLOUDWATCH_TARGET,
  sagemaker: SAGEMAKER_TARGET,
  'application-autoscaling': AUTOSCALING_TARGET,
};

const cloudWatch = (url: string) => new CloudWatchClient(configurationFor(url));
const sageMaker = (url: string) => new SageMakerClient(configurationFor(url));
const autoScaling = (url: string) => new ApplicationAutoScalingClient(configurationFor(url));

const END_POINT = { EndpointName: 'wine' };
const CONFIG = { EndpointConfigName: 'wine-config' };
const TARGETS = { ServiceNamespace, ResourceIds: [ResourceId] };
const ALARMS = { AlarmNamePrefix: 'TargetTracking-' };
const DATA = {
  MetricDataQueries: [{ Id: 'm0', MetricStat: { Metric: METRIC, Period: 60, Stat: 'Sum' } }],
  StartTime: SINCE,
  EndTime: UNTIL,
};
const STATISTICS = {
  ...METRIC,
  Period: 60,
  StartTime: SINCE,
  EndTime: UNTIL,
  Statistics: ['Sum' as const],
};

const COMPARED: readonly Compared[] = [
  {
    operation: 'DescribeEndpoint',
    service: 'sagemaker',
    input: END_POINT,
    send: (url) => sageMaker(url).send(new DescribeEndpointCommand(END_POINT)),
    known: { 'only moto: DataCaptureConfig': 'empty: nothing is captured, and AWS leaves it out' },
  },
  {
    operation: 'DescribeEndpointConfig',
    service: 'sagemaker',
    input: CONFIG,
    send: (url) => sageMaker(url).send(new DescribeEndpointConfigCommand(CONFIG)),
    known: { 'only moto: DataCaptureConfig': 'empty: nothing is captured, and AWS leaves it out' },
  },
  {
    operation: 'DescribeScalableTargets',
    service: 'application-autoscaling',
    input: TARGETS,
    send: (url) => autoScaling(url).send(new DescribeScalableTargetsCommand(TARGETS)),
    known: {},
  },
  {
    operation: 'DescribeScalingPolicies',
    service: 'application-autoscaling',
    input: VARIANT_RESOURCE,
    send: (url) => autoScaling(url).send(new DescribeScalingPoliciesCommand(VARIANT_RESOURCE)),
    known: {
      'only moto: ScalingPolicies[].Alarms':
        'empty: moto makes no alarms for a policy on SageMaker',
      'only the stand-in: ScalingPolicies[].Alarms[].AlarmARN': 'for the same reason',
      'only the stand-in: ScalingPolicies[].Alarms[].AlarmName': 'for the same reason',
    },
  },
  {
    operation: 'DescribeAlarms',
    service: 'monitoring',
    input: ALARMS,
    send: (url) => cloudWatch(url).send(new DescribeAlarmsCommand(ALARMS)),
    known: {
      'only moto: MetricAlarms[].DatapointsToAlarm':
        'recorded of AWS: absent where every datapoint has to breach',
      'only moto: MetricAlarms[].Metrics':
        'empty: AWS leaves it out of an alarm without metric math',
      'only moto: MetricAlarms[].StateReasonData': 'of no use to the collector, nor simulated',
      'only the stand-in: MetricAlarms[].StateTransitionedTimestamp': 'moto lacks it; AWS has it',
      'only the stand-in: MetricAlarms[].TreatMissingData':
        'recorded of AWS, also where it is the default',
    },
  },
  {
    operation: 'GetMetricData',
    service: 'monitoring',
    input: DATA,
    send: (url) => cloudWatch(url).send(new GetMetricDataCommand(DATA)),
    known: {
      'only the stand-in: Messages': 'empty: moto leaves it out, AWS answers the empty list',
    },
  },
  {
    operation: 'GetMetricStatistics',
    service: 'monitoring',
    input: STATISTICS,
    send: (url) => cloudWatch(url).send(new GetMetricStatisticsCommand(STATISTICS)),
    known: {},
  },
  {
    operation: 'ListMetrics',
    service: 'monitoring',
    input: METRIC,
    send: (url) => cloudWatch(url).send(new ListMetricsCommand(METRIC)),
    known: {},
  },
];

/** The JSON as it travels. */
async function rawAnswer(url: string, { operation, service, input }: Compared): Promise<Response> {
  const scope = `AKID/20260101/us-east-1/${service}/aws4_request`;
  return fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `${PREFIXES[service]}.${operation}`,
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(input, (key, value) =>
      /Time$/.test(key) ? new Date(value).getTime() / 1_000 : value,
    ),
  });
}

describe.skipIf(!hasMoto())(
  'stand-in and moto answer alike (needs moto[server]: set SCALEPROOF_MOTO to its moto_server)',
  { timeout: 60_000 },
  () => {
    let moto: MotoServer;
    let standInUrl: string;

    beforeAll(async () => {
      const standIn = await start();
      standInUrl = standIn.url;
      moto = await startMoto();
      await createVariant(moto.url);
      await createAlarm(moto.url);
      await putMetrics(moto.url, [
        { metric: METRIC.MetricName, value: 5, atMs: Date.now() - 60_000 },
      ]);
      await predict(standIn);
      await until(async () => {
        const { MetricDataResults } = await cloudWatch(standInUrl).send(
          new GetMetricDataCommand(DATA),
        );
        return MetricDataResults?.[0]?.Values?.length ? true : undefined;
      });
    });

    afterAll(() => moto?.stop());

    test.each(COMPARED)('$operation, as JSON', async (compared) => {
      const [left, right] = await Promise.all(
        [standInUrl, moto.url].map((url) => rawAnswer(url, compared)),
      );
      expect([left!.status, right!.status]).toEqual([200, 200]);
      expectAlike(await left!.json(), await right!.json(), compared.known);
    });

    test.each(COMPARED)('$operation, as the SDK reads it', async ({ send, known }) => {
      const { $metadata: _, ...left } = (await send(standInUrl)) as { $metadata?: unknown };
      const { $metadata: __, ...right } = (await send(moto.url)) as { $metadata?: unknown };
      expectAlike(left, right, known);
    });

    test.each([
      [
        'an endpoint there is none of',
        (url: string) => sageMaker(url).send(new DescribeEndpointCommand({ EndpointName: 'no' })),
      ],
      [
        'a function there is none of',
        (url: string) =>
          new LambdaClient(configurationFor(url)).send(
            new GetFunctionConfigurationCommand({ FunctionName: 'no' }),
          ),
      ],
    ])('%s: the same error', async (_what, send) => {
      const [left, right] = await Promise.all(
        [standInUrl, moto.url].map((url) => send(url).catch((error: Error) => error)),
      );
      expect(left).toBeInstanceOf(Error);
      expect(errorOf(left)).toEqual(errorOf(right));
    });
  },
);

function errorOf(error: unknown) {
  const { name, $metadata, $fault } = error as {
    name: string;
    $metadata: { httpStatusCode: number };
    $fault: string;
  };
  return { name, status: $metadata.httpStatusCode, fault: $fault };
}

/** Every difference is a known one, and every known one is still there. */
function expectAlike(left: unknown, right: unknown, known: Known): void {
  expect(differences(shapeOf(left), shapeOf(right))).toEqual(Object.keys(known));
}
