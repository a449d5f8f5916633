import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { priceTable } from '../../src/cost/prices.ts';
import { doctorReportSchema } from '../../src/doctor/doctor-report.ts';
import { examine } from '../../src/doctor/examine.ts';
import { NOT_PROBED, PROBES } from '../../src/doctor/permission-items.ts';
import { targetItem } from '../../src/doctor/target-items.ts';
import { ALL_ACTIONS } from '../../src/iam/permissions.ts';
import type { ResolvedScenario } from '../../src/scenario/schema.ts';
import { predict, start, until } from '../local/running.ts';
import { guard } from './guarded-aws.ts';
import { scenarioAt } from './scenarios.ts';

/** 24,000 a minute, as the scenario of wine has it. */
const POLICY = { minCapacity: 1, maxCapacity: 4, targetPerMinute: 24_000 };

async function report(scenario: ResolvedScenario) {
  const found = await examine({
    scenario,
    env: process.env,
    now: Date.now,
    prices: priceTable(),
    livePrices: false,
  });
  return doctorReportSchema.parse(found);
}

function odd(found: Awaited<ReturnType<typeof report>>) {
  return found.items
    .filter(({ id, status }) => status !== 'ok' && id !== 'k6')
    .map(({ id, status }) => [id, status]);
}

function messageOf(found: Awaited<ReturnType<typeof report>>, id: string) {
  return found.items.find((item) => item.id === id)?.message;
}

describe('of an endpoint that is ready', () => {
  test('has no problems', async () => {
    const standIn = await start({ policy: POLICY });
    await predict(standIn);
    const scenario = await scenarioAt(standIn.url);
    // One request has to become a datapoint, which takes its period and the delay after it.
    const found = await until(async () => {
      const seen = await report(scenario);
      return /1 invocation\./.test(messageOf(seen, 'metrics') ?? '') ? seen : undefined;
    });
    expect(odd(found).filter(([id]) => id !== 'alarms')).toEqual([]);
    expect(found.status).toBe('ready');
    expect(messageOf(found, 'endpoint')).toBe('"wine" in us-east-1 is InService: 1 instance.');
    expect(messageOf(found, 'instance-type')).toBe('ml.m5.xlarge.');
    expect(messageOf(found, 'target-value')).toMatch(/needs 3 instances; max capacity is 4/);
    expect(messageOf(found, 'permissions')).toMatch(/GetMetricData.*ListServiceQuotas/);
    // Not embedded, so it is priced like the real thing: 1 to 4 instances.
    expect(found.cost.isComplete).toBe(true);
    expect(found.cost.rows[0]).toMatchObject({
      what: 'Instances',
      assumption: expect.stringMatching(/^1 to 4 ml\.m5\.xlarge at \$0\.23 per hour/),
    });
  });

  test('compares the concurrency of the function in front', async () => {
    const standIn = await start({ policy: POLICY, lambda: { reservedConcurrency: 100 } });
    const found = await report(await scenarioAt(standIn.url, 'scaleproof.watch.functionName=wine'));
    expect(messageOf(found, 'permissions')).toMatch(/lambda: GetFunctionConfiguration/);
    expect(messageOf(found, 'lambda-concurrency')).toMatch(
      /a concurrency of 400, but the function's reserved concurrency is 100/,
    );
  });
});

describe('a defect of the target is a problem', () => {
  test.each([
    [
      'no such endpoint',
      {},
      ['scaleproof.watch.endpointName=other'],
      'endpoint',
      /Endpoint "other" in \S+ does not exist/,
    ],
    [
      'no such variant',
      {},
      ['scaleproof.watch.variantName=Blue'],
      'endpoint',
      /has no variant "Blue"; its variants: AllTraffic/,
    ],
    [
      'a maximum of 1',
      { policy: { ...POLICY, maxCapacity: 1 } },
      [],
      'target-value',
      /expects 2 instances, but max capacity is 1/,
    ],
    ['a burstable type', { instanceType: 'ml.t2.medium' }, [], 'instance-type', /is burstable/],
    [
      'a serverless variant',
      { serverless: { maxConcurrency: 5 } },
      [],
      'instance-type',
      /has no instances/,
    ],
    [
      'too little load',
      { policy: POLICY },
      ['phases.0.rampTo=100', 'phases.1.arrivalRate=100', 'scaleproof.expect.reachedRate.rps=100'],
      'target-value',
      /nothing will scale/,
    ],
  ] as const)('%s', async (_, settings, set, id, message) => {
    const standIn = await start(settings);
    const found = await report(await scenarioAt(standIn.url, ...set));
    const item = found.items.find((each) => each.id === id);
    expect(item).toMatchObject({ status: 'problem', message: expect.stringMatching(message) });
    expect(item?.next).toMatch(/\.$/);
    expect(found.status).toBe('not-ready');
  });

  test('an unreachable target and unreachable AWS APIs', async () => {
    const found = await report(await scenarioAt('http://127.0.0.1:1'));
    expect(messageOf(found, 'target')).toMatch(
      /does not accept connections on port 1 \(ECONNREFUSED\)/,
    );
    const problems = found.items.filter(({ status }) => status === 'problem');
    // One cause, one problem: not one for each call.
    expect(problems.map(({ id }) => id)).toEqual(['target', 'aws']);
    expect(messageOf(found, 'aws')).toMatch(/No AWS API answers at http:\/\/127\.0\.0\.1:1 /);
    expect(found.cost.isComplete).toBe(false);
  });
});

test('a target that does not speak TLS, though config.target says https', async () => {
  const plain = createServer((_, response) => response.end());
  await new Promise<void>((done) => plain.listen(0, '127.0.0.1', done));
  const { port } = plain.address() as AddressInfo;
  try {
    expect(await targetItem(`http://127.0.0.1:${port}`)).toMatchObject({ status: 'ok' });
    expect(await targetItem(`https://127.0.0.1:${port}`)).toMatchObject({
      status: 'problem',
      message: expect.stringMatching(
        /accepts connections, but not TLS \(\w+\), and config\.target/,
      ),
      next: `Write http://127.0.0.1:${port} as config.target, or the port that speaks HTTPS.`,
    });
  } finally {
    plain.close();
  }
});

describe('a permission that is missing', () => {
  test.each([
    ['SageMaker.DescribeEndpointConfig', 'sagemaker:DescribeEndpointConfig', 'problem'],
    ['GetMetricData', 'cloudwatch:GetMetricData', 'problem'],
    ['DescribeAlarmHistory', 'cloudwatch:DescribeAlarmHistory', 'problem'],
    ['DescribeScalingActivities', 'application-autoscaling:DescribeScalingActivities', 'problem'],
    ['/concurrency', 'lambda:GetFunctionConcurrency', 'problem'],
    ['ListMetrics', 'cloudwatch:ListMetrics', 'warning'],
    ['ListServiceQuotas', 'servicequotas:ListServiceQuotas', 'warning'],
  ])('%s is named as %s, a %s', async (denied, action, status) => {
    const standIn = await start({ policy: POLICY });
    const aws = await guard(standIn.url, [denied]);
    const set = [`scaleproof.watch.endpointUrl=${aws.url}`, 'scaleproof.watch.functionName=wine'];
    const found = await report(await scenarioAt(standIn.url, ...set));
    const missing = found.items.filter(({ id }) => id.startsWith('permission-'));
    expect(missing).toMatchObject([
      {
        id: `permission-${action}`,
        status,
        message: expect.stringContaining(`${action} is denied`),
      },
    ]);
    expect(missing[0]?.next).toMatch(/scaleproof iam/);
    expect(messageOf(found, 'permissions')).not.toContain(` ${action.split(':')[1]},`);
  });

  test('tries every action of a policy, or says why not', () => {
    const known = [...Object.keys(PROBES), ...Object.keys(NOT_PROBED)];
    expect(known.sort()).toEqual([...ALL_ACTIONS].sort());
  });

  test('sends only reads, whatever the scenario', async () => {
    const standIn = await start({ policy: POLICY });
    const aws = await guard(standIn.url, []);
    await report(
      await scenarioAt(
        standIn.url,
        `scaleproof.watch.endpointUrl=${aws.url}`,
        'scaleproof.watch.functionName=wine',
      ),
    );
    expect(aws.asked.length).toBeGreaterThan(12);
    // STS and Lambda have no target header: a form posted to /, and paths that are read.
    const writes = aws.asked.filter(
      (operation) => !/\.(Describe|Get|List)\w+$|^GET |^POST \/$/.test(operation),
    );
    expect(writes).toEqual([]);
  });
});
