/** A stand-in on a free port, closed when the test file ends. */
import { setTimeout as sleep } from 'node:timers/promises';
import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { afterAll } from 'vitest';
import { type StandIn, startStandIn } from '../../src/local/stand-in.ts';
import { type StandInInput, standInSchema } from '../../src/scenario/stand-in-config.ts';
import { variantDimensions } from '../../src/simulation/identity.ts';
import { IDENTITY } from '../simulation/virtual.ts';

export const ROW = '14.23,1.71,2.43,15.6,127,2.8,3.06,0.28,2.29,5.64,1.04,3.92,1065';
export const SIGNED =
  'AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/monitoring/aws4_request, ' +
  'SignedHeaders=host;x-amz-date, Signature=abc123';

const running: StandIn[] = [];
afterAll(() => Promise.all(running.map((standIn) => standIn.close())));

/** `timeCompression` 60 unless told otherwise: a period of one second, which every client can say. */
export async function start(
  input: StandInInput = {},
  {
    system = 'wine',
    truthFile,
    functionName,
  }: { system?: string; truthFile?: string; functionName?: string } = {},
): Promise<StandIn> {
  const config = standInSchema.parse({ timeCompression: 60, ...input });
  const options = { system, config, ...IDENTITY, functionName, port: 0 };
  const standIn = await startStandIn(truthFile ? { ...options, truthFile } : options);
  running.push(standIn);
  return standIn;
}

/** One wine prediction through the API; returns the HTTP status and the parsed body. */
export async function predict(standIn: StandIn, body = `{"body":"${ROW}"}`) {
  const response = await fetch(`${standIn.url}/DummyStage/DT`, { method: 'POST', body });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/**
 * Waits until every period that has begun by now is visible in CloudWatch, so that a count read
 * afterwards is the whole one. Reads a metric that has datapoints without requests, too.
 */
export async function allVisible({ url }: Pick<StandIn, 'url'>): Promise<void> {
  const sinceMs = Date.now();
  const cloudwatch = new CloudWatchClient({
    endpoint: url,
    region: IDENTITY.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const Dimensions = variantDimensions(IDENTITY);
  const Metric = { Namespace: 'AWS/SageMaker', MetricName: 'Invocations', Dimensions };
  const command = new GetMetricDataCommand({
    MetricDataQueries: [{ Id: 'q', MetricStat: { Metric, Period: 1, Stat: 'Sum' } }],
    StartTime: new Date(sinceMs),
    EndTime: new Date(sinceMs + 600_000),
  });
  await until(async () => {
    const { MetricDataResults } = await cloudwatch.send(command);
    return (
      MetricDataResults![0]!.Timestamps!.some((time) => time.getTime() >= sinceMs) || undefined
    );
  });
}

/** The settings of an instance that still holds what it accepted when a test has ended. */
export const HOLDS = { serviceTimeMs: 600_000, serviceTimeSigma: 0 };

/**
 * The first `count` of answers to requests sent together: what a target refuses while it holds
 * the others, however long a busy machine takes to send them all.
 */
export function firstOf<T>(count: number, answers: readonly Promise<T>[]): Promise<T[]> {
  return new Promise((resolve, reject) => {
    const first: T[] = [];
    for (const answer of answers) {
      answer.then((value) => {
        first.push(value);
        if (first.length === count) resolve(first);
      }, reject);
    }
  });
}

/** Asks again until the answer is there; the test's own time limit ends it otherwise. */
export async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await sleep(100);
  }
}
