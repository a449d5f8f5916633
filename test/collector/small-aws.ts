/**
 * An AWS of one variant on loopback, as small as it can be: what its metrics are and how it
 * misbehaves is each test's own, moment by moment.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cleanups } from './collecting.ts';

export interface SmallPoint {
  /** Start of its period, epoch ms. */
  readonly atMs: number;
  readonly value: number;
}

export interface MetricDataInput {
  readonly MetricDataQueries: {
    readonly Id: string;
    readonly MetricStat: {
      readonly Metric: { readonly MetricName: string };
      readonly Stat: string;
    };
  }[];
  /** Epoch seconds, as on the wire. */
  readonly StartTime: number;
  readonly EndTime: number;
  readonly NextToken?: string;
}

/** Answers in its own way and returns true, or leaves the call to the ordinary answer. */
export type Spoil = (
  operation: string,
  response: ServerResponse,
  input: MetricDataInput,
) => boolean;

export interface SmallAws {
  readonly url: string;
  /** Sum of InvocationsPerInstance. */
  points: readonly SmallPoint[];
  spoil: Spoil;
  /** AWS's clock minus this machine's. */
  skewMs: number;
  readonly metricCalls: MetricDataInput[];
}

export async function smallAws(): Promise<SmallAws> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => {
      const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
      const input = JSON.parse(Buffer.concat(chunks).toString() || '{}');
      if (operation === 'GetMetricData') aws.metricCalls.push(input);
      response.setHeader('date', new Date(Date.now() + aws.skewMs).toUTCString());
      if (aws.spoil(operation, response, input)) return;
      reply(response, answer(aws, operation, input));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const aws: SmallAws = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    points: [],
    spoil: () => false,
    skewMs: 0,
    metricCalls: [],
  };
  return aws;
}

export function reply(response: ServerResponse, body: object, status = 200): true {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(body));
  return true;
}

export function awsError(response: ServerResponse, status: number, name: string): true {
  response.setHeader('x-amzn-query-error', `${name};Sender`);
  return reply(response, { __type: name, message: 'not now' }, status);
}

/** The ordinary answer: one instance in service that nobody scales, and the points as they are now. */
function answer(aws: SmallAws, operation: string, input: MetricDataInput): object {
  const variant = { VariantName: 'AllTraffic', CurrentInstanceCount: 1, DesiredInstanceCount: 1 };
  switch (operation) {
    case 'DescribeEndpoint':
      return {
        EndpointStatus: 'InService',
        EndpointConfigName: 'wine-config',
        ProductionVariants: [variant],
      };
    case 'DescribeEndpointConfig':
      return {
        EndpointConfigName: 'wine-config',
        ProductionVariants: [{ VariantName: 'AllTraffic', InstanceType: 'ml.m5.xlarge' }],
      };
    case 'GetMetricData':
      return { MetricDataResults: metricResults(input, aws.points) };
    default:
      return {};
  }
}

export function metricResults(
  { MetricDataQueries, StartTime, EndTime }: MetricDataInput,
  points: readonly SmallPoint[],
  status = 'Complete',
): object[] {
  const inWindow = points.filter(({ atMs }) => atMs >= StartTime * 1_000 && atMs < EndTime * 1_000);
  return MetricDataQueries.map(({ Id, MetricStat }) => {
    const isTracked = MetricStat.Metric.MetricName === 'InvocationsPerInstance';
    const shown = isTracked ? inWindow : [];
    return {
      Id,
      Timestamps: shown.map(({ atMs }) => atMs / 1_000),
      Values: shown.map(({ value }) => value),
      StatusCode: status,
    };
  });
}
