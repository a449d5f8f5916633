/** The AWS APIs misbehaving, seen by real SDK clients; predictions never do. */
import {
  ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
} from '@aws-sdk/client-application-auto-scaling';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { GetFunctionConcurrencyCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DescribeEndpointCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ApiFaults } from '../../src/local/api-faults.ts';
import { DatapointFaults } from '../../src/local/datapoint-faults.ts';
import type { StandInInput } from '../../src/scenario/stand-in-config.ts';
import { standInSchema } from '../../src/scenario/stand-in-config.ts';
import { seededUniform } from '../../src/simulation/chance.ts';
import { resolveSettings } from '../../src/simulation/settings.ts';
import { MINUTE, START } from '../simulation/virtual.ts';
import { predict, SIGNED, start, until } from './running.ts';

type Apis = NonNullable<NonNullable<StandInInput['faults']>['apis']>;

function clients(endpoint: string) {
  const options = {
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  };
  const cloudwatch = new CloudWatchClient(options);
  const sagemaker = new SageMakerClient(options);
  const scaling = new ApplicationAutoScalingClient(options);
  const lambda = new LambdaClient(options);
  const targets = new DescribeScalableTargetsCommand({ ServiceNamespace: 'sagemaker' });
  const endpointOf = new DescribeEndpointCommand({ EndpointName: 'wine' });
  const concurrency = new GetFunctionConcurrencyCommand({ FunctionName: 'wine' });
  return {
    cloudwatch: () => cloudwatch.send(new DescribeAlarmsCommand({})),
    sagemaker: () => sagemaker.send(endpointOf),
    scaling: () => scaling.send(targets),
    lambda: () => lambda.send(concurrency),
    data: cloudwatch,
  };
}
async function failures(apis: Apis) {
  const standIn = await start({ faults: { apis } });
  const { cloudwatch, sagemaker, scaling, lambda } = clients(standIn.url);
  const calls = [cloudwatch, sagemaker, scaling, lambda];
  const results = await Promise.allSettled(calls.map((call) => call()));
  expect((await predict(standIn)).body.statusCode).toBe(200);
  return results.map((result) =>
    result.status === 'rejected'
      ? [result.reason.name, result.reason.$metadata?.httpStatusCode]
      : 'answered',
  );
}

describe('every SDK client recognises', () => {
  test('a throttle, each in the form of its service', async () => {
    expect(await failures({ throttledShare: 1 })).toEqual([
      ['Throttling', 400],
      ['ThrottlingException', 400],
      ['ThrottlingException', 400],
      ['TooManyRequestsException', 429],
    ]);
  });

  test('a failure of the service', async () => {
    const seen = await failures({ failedShare: 1 });
    expect(seen.map((each) => each[1])).toEqual([500, 500, 500, 500]);
  });

  test('that an operation is denied, and the others are not', async () => {
    const denied: Apis['denied'] = ['DescribeEndpoint', 'GetFunctionConcurrency'];
    expect(await failures({ denied })).toEqual([
      'answered',
      ['AccessDeniedException', 400],
      'answered',
      ['AccessDeniedException', 403],
    ]);
  });

  test('an answer that ends in the middle', async () => {
    const seen = await failures({ malformedShare: 1 });
    // `{}` for a function without a reservation is cut to `{`; nothing may pass for an answer.
    expect(seen).not.toContain('answered');
  });
});

test('a throttle in the Query protocol is XML with the code Throttling', async () => {
  const { url } = await start({ faults: { apis: { throttledShare: 1 } } });
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: SIGNED, 'content-type': 'application/x-www-form-urlencoded' },
    body: 'Action=DescribeAlarms&Version=2010-08-01',
  });
  expect(response.status).toBe(400);
  expect(await response.text()).toContain('<Code>Throttling</Code><Message>Rate exceeded<');
});

test('a call that hangs is never answered, and predictions go on meanwhile', async () => {
  const standIn = await start({ faults: { apis: { hungShare: 1 } } });
  const aborted = new AbortController();
  const hanging = fetch(standIn.url, {
    method: 'POST',
    headers: { authorization: SIGNED, 'x-amz-target': 'SageMaker.DescribeEndpoint' },
    body: '{"EndpointName":"wine"}',
    signal: aborted.signal,
  }).then(
    () => 'answered',
    () => 'given up',
  );
  for (let i = 0; i < 20; i++) expect((await predict(standIn)).status).toBe(200);
  aborted.abort();
  expect(await hanging).toBe('given up');
});

test('datapoints come in part, first too low, and in any order', async () => {
  const standIn = await start({
    faults: { apis: { partialShare: 0.5, revisedShare: 1, unordered: true } },
  });
  const { data } = clients(standIn.url);
  const Metric = {
    Namespace: 'AWS/SageMaker',
    MetricName: 'CPUUtilization',
    Dimensions: [
      { Name: 'EndpointName', Value: 'wine' },
      { Name: 'VariantName', Value: 'AllTraffic' },
    ],
  };
  const MetricDataQueries = [
    {
      Id: 'q',
      MetricStat: {
        Metric: { ...Metric, Namespace: '/aws/sagemaker/Endpoints' },
        Period: 1,
        Stat: 'Average',
      },
    },
  ];
  const values = new Map<number, Set<number>>();
  const codes = new Set<string>();
  let shuffled = false;
  await until(async () => {
    const { MetricDataResults } = await data.send(
      new GetMetricDataCommand({
        MetricDataQueries,
        StartTime: new Date(Date.now() - 60_000),
        EndTime: new Date(Date.now() + 60_000),
      }),
    );
    const [{ Timestamps, Values, StatusCode } = {}] = MetricDataResults!;
    codes.add(StatusCode!);
    const times = Timestamps!.map((time) => time.getTime());
    shuffled ||= times.some((time, i) => i > 0 && time > times[i - 1]!);
    for (const [i, time] of times.entries()) {
      // An idle instance is at 1.5 %, and at first four fifths of that are told.
      const percent = Math.round(Values![i]! * 10) / 10;
      values.set(time, (values.get(time) ?? new Set()).add(percent));
    }
    const revised = [...values.values()].some((seen) => seen.has(1.2) && seen.has(1.5));
    return (revised && shuffled && codes.size === 2) || undefined;
  });
  expect([...codes].toSorted()).toEqual(['Complete', 'PartialData']);
});

describe('the choice of what befalls a call', () => {
  const faults = (apis: Apis, seed = 1) => {
    const config = standInSchema.parse({ timeCompression: 1, faults: { apis } });
    return new ApiFaults(resolveSettings(config).faults.apis, START, seededUniform(seed));
  };
  const shares = { throttledShare: 0.4, failedShare: 0.2, hungShare: 0.1, malformedShare: 0.1 };

  test('is repeated by the same seed', () => {
    const draw = (seed: number) => {
      const api = faults(shares, seed);
      return Array.from({ length: 200 }, () => api.next('DescribeAlarms', START));
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  test('keeps the shares', () => {
    const api = faults(shares);
    const count: Record<string, number> = {};
    for (let i = 0; i < 10_000; i++) {
      const fault = api.next('DescribeAlarms', START);
      count[fault] = (count[fault] ?? 0) + 1;
    }
    const wanted = { throttled: 4000, failed: 2000, hung: 1000, malformed: 1000, none: 2000 };
    for (const [fault, n] of Object.entries(wanted)) {
      expect(Math.abs(count[fault]! - n)).toBeLessThan(250);
    }
  });

  test('begins and ends when it should', () => {
    const api = faults({ throttledShare: 1, fromSeconds: 60, seconds: 60 });
    const at = [0, 0.999, 1, 1.999, 2, 100].map((minutes) =>
      api.next('DescribeAlarms', START + minutes * MINUTE),
    );
    expect(at).toEqual(['none', 'none', 'throttled', 'throttled', 'none', 'none']);
  });

  test('shares of more than everything are refused', () => {
    const apis = { throttledShare: 0.6, failedShare: 0.6 };
    expect(standInSchema.safeParse({ faults: { apis } }).success).toBe(false);
  });
});

test('whatever is left out or mixed up, no datapoint is made up or given twice', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 1000 })),
      fc.boolean(),
      fc.boolean(),
      fc.integer(),
      (starts, partial, unordered, seed) => {
        const points = starts.map((startMs) => ({ startMs, value: startMs * 2 }));
        const faulty = new DatapointFaults(
          { partial, unordered, revisedShare: 0 },
          seededUniform(seed),
        );
        const { points: given, complete } = faulty.given(points);
        expect(complete).toBe(!partial);
        expect(given.length).toBe(partial ? Math.floor(points.length / 2) : points.length);
        expect(new Set(given).size).toBe(given.length);
        expect(given.every((point) => points.includes(point))).toBe(true);
        if (!unordered) expect(given).toEqual(points.filter((point) => given.includes(point)));
      },
    ),
  );
});

test.each([90, -90])(
  'with a clock %i s off every timestamp is, the Date header too',
  async (skew) => {
    const standIn = await start({ faults: { clockSkewSeconds: skew } });
    const { sagemaker, cloudwatch } = clients(standIn.url);
    const off = (time: Date | string) => (new Date(time).getTime() - Date.now()) / 1000;
    const { CreationTime } = await sagemaker();
    expect(Math.abs(off(CreationTime!) - skew)).toBeLessThan(30);
    const { MetricAlarms } = await cloudwatch();
    expect(Math.abs(off(MetricAlarms![0]!.StateUpdatedTimestamp!) - skew)).toBeLessThan(30);
    const { headers } = await fetch(`${standIn.url}/DummyStage/DT`, { method: 'POST', body: '{}' });
    expect(Math.abs(off(headers.get('date')!) - skew)).toBeLessThan(30);
  },
);
