/** The `aws` command and boto3 as Linux distributions ship them: CloudWatch by Query and XML. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeEndpointCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { afterAll, describe, expect, test } from 'vitest';
import { AWS, hasBoto3, isInstalled, PYTHON } from '../peers.ts';
import { predict, ROW, start, until } from './running.ts';

const hasAws = isInstalled(AWS);
const withBoto3 = hasBoto3();

const standIn = await start({
  policy: { targetPerMinute: 600 },
  instance: { provisioningSeconds: 30 },
});
const directory = mkdtempSync(join(tmpdir(), 'stand-in-'));
afterAll(() => rmSync(directory, { recursive: true }));
const env = {
  PATH: '/usr/bin:/bin',
  HOME: directory,
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_PAGER: '',
  AWS_EC2_METADATA_DISABLED: 'true',
};
const execute = promisify(execFile);
const variant = ['--resource-id', 'endpoint/wine/variant/AllTraffic'];
const queries = JSON.stringify([
  {
    Id: 'sent',
    MetricStat: {
      Metric: {
        Namespace: 'AWS/SageMaker',
        MetricName: 'Invocations',
        Dimensions: [
          { Name: 'EndpointName', Value: 'wine' },
          { Name: 'VariantName', Value: 'AllTraffic' },
        ],
      },
      Period: 1,
      Stat: 'Sum',
    },
  },
]);

async function aws(...words: string[]): Promise<Record<string, unknown>> {
  const { stdout } = await execute(
    AWS,
    ['--endpoint-url', standIn.url, '--output', 'json', ...words],
    {
      env,
    },
  );
  return stdout ? JSON.parse(stdout) : {};
}

const options = {
  endpoint: standIn.url,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
};
const cloudWatch = new CloudWatchClient(options);
const sageMaker = new SageMakerClient(options);

/** The SDK looks out for it: a start of the command for each look would keep a core busy. */
async function scaledOut(): Promise<void> {
  await until(async () => {
    const { MetricAlarms } = await cloudWatch.send(new DescribeAlarmsCommand({}));
    return MetricAlarms![0]?.StateValue === 'ALARM' || undefined;
  });
  await until(async () => {
    const command = new DescribeEndpointCommand({ EndpointName: 'wine' });
    const { ProductionVariants } = await sageMaker.send(command);
    return ProductionVariants![0]!.CurrentInstanceCount! > 1 || undefined;
  });
}

describe('the aws command', () => {
  const start = new Date(Date.now() - 600_000).toISOString();
  const end = new Date(Date.now() + 600_000).toISOString();

  test('sees a scale-out happen', async ({ skip, onTestFinished }) => {
    if (!hasAws) skip(`${AWS} is not installed`);
    // Some 50 requests/s, where one instance is to carry 10; on until all is read, or they would go.
    const load = setInterval(() => void predict(standIn).catch(() => {}), 20);
    onTestFinished(() => clearInterval(load));
    await scaledOut();
    const { ScalingActivities } = await aws(
      'application-autoscaling',
      'describe-scaling-activities',
      '--service-namespace',
      'sagemaker',
      '--include-not-scaled-activities',
      ...variant,
    );
    expect(ScalingActivities).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          Description: expect.stringMatching(/^Setting desired instance count to \d+\.$/),
          Cause: expect.stringContaining('in state ALARM triggered policy'),
        }),
      ]),
    );
    const { MetricAlarms } = await aws('cloudwatch', 'describe-alarms');
    expect(MetricAlarms).toMatchObject([
      { Threshold: 10, StateValue: expect.stringMatching(/^(ALARM|OK)$/) },
      { Threshold: 9 },
    ]);
    const endpoint = await aws('sagemaker', 'describe-endpoint', '--endpoint-name', 'wine');
    const [counts] = endpoint.ProductionVariants as { CurrentInstanceCount: number }[];
    expect(counts!.CurrentInstanceCount).toBeGreaterThan(1);
  });

  test('reads metric data and the history of alarms', async ({ skip }) => {
    if (!hasAws) skip(`${AWS} is not installed`);
    await predict(standIn);
    const { MetricDataResults } = await aws(
      ...['cloudwatch', 'get-metric-data', '--metric-data-queries', queries],
      ...['--start-time', start, '--end-time', end],
    );
    expect(MetricDataResults).toMatchObject([{ Id: 'sent', StatusCode: 'Complete' }]);
    const { AlarmHistoryItems } = await aws(
      ...['cloudwatch', 'describe-alarm-history', '--history-item-type', 'StateUpdate'],
    );
    expect(
      JSON.parse((AlarmHistoryItems as { HistoryData: string }[])[0]!.HistoryData),
    ).toMatchObject({ version: '1.0', newState: { stateReasonData: { period: 1 } } });
  });

  test('invokes the endpoint', async ({ skip }) => {
    if (!hasAws) skip(`${AWS} is not installed`);
    const [row, answer] = [join(directory, 'row'), join(directory, 'answer')];
    writeFileSync(row, ROW);
    await aws(
      ...['sagemaker-runtime', 'invoke-endpoint', '--endpoint-name', 'wine'],
      ...['--content-type', 'text/csv', '--body', `fileb://${row}`, answer],
    );
    expect(readFileSync(answer, 'utf8')).toBe('0.0');
  });

  test('shows the errors of AWS', async ({ skip }) => {
    if (!hasAws) skip(`${AWS} is not installed`);
    await expect(aws('sagemaker', 'describe-endpoint', '--endpoint-name', 'wien')).rejects.toThrow(
      /\(ValidationException\).*Could not find endpoint/s,
    );
    const backwards = ['--start-time', end, '--end-time', start];
    await expect(
      aws('cloudwatch', 'get-metric-data', '--metric-data-queries', queries, ...backwards),
    ).rejects.toThrow(/\(ValidationError\).*StartTime must be less/s);
  });
});

const SCRIPT = `
import boto3, datetime, json, sys
url = sys.argv[1]
client = lambda name: boto3.client(name, endpoint_url=url, region_name='us-east-1')
now = datetime.datetime.now(datetime.timezone.utc)
hour = datetime.timedelta(hours=1)
alarms = client('cloudwatch').describe_alarms(AlarmNamePrefix='TargetTracking-')['MetricAlarms']
data = client('cloudwatch').get_metric_data(
    MetricDataQueries=json.loads(sys.argv[2]), StartTime=now - hour, EndTime=now + hour)
stats = client('cloudwatch').get_metric_statistics(
    Namespace='AWS/SageMaker', MetricName='Invocations', Period=60, Statistics=['Sum', 'Average'],
    Dimensions=[{'Name': 'EndpointName', 'Value': 'wine'}, {'Name': 'VariantName', 'Value': 'AllTraffic'}],
    StartTime=now - hour, EndTime=now + hour)
metrics = client('cloudwatch').list_metrics(Namespace='AWS/SageMaker')['Metrics']
try:
    client('cloudwatch').describe_alarms(AlarmNames=['a'], AlarmNamePrefix='b')
    error = None
except client('cloudwatch').exceptions.ClientError as e:
    error = e.response['Error']['Code']
endpoint = client('sagemaker').describe_endpoint(EndpointName='wine')
scaling = client('application-autoscaling')
activities = scaling.describe_scaling_activities(ServiceNamespace='sagemaker')['ScalingActivities']
policies = scaling.describe_scaling_policies(ServiceNamespace='sagemaker')['ScalingPolicies']
body = client('sagemaker-runtime').invoke_endpoint(
    EndpointName='wine', ContentType='text/csv', Body=sys.argv[3])['Body'].read().decode()
print(json.dumps({
    'alarms': [[a['Period'], a['EvaluationPeriods'], a['Threshold'], a['StateValue']] for a in alarms],
    'fresh': abs((alarms[0]['StateUpdatedTimestamp'] - now).total_seconds()) < 600,
    'data': data['MetricDataResults'][0]['StatusCode'],
    'points': len(data['MetricDataResults'][0]['Values']),
    'stats': sorted(stats['Datapoints'][0]),
    'metrics': len(metrics),
    'error': error,
    'status': endpoint['EndpointStatus'],
    'policies': [p['TargetTrackingScalingPolicyConfiguration']['TargetValue'] for p in policies],
    'activities': len(activities),
    'body': body}))
`;

test('boto3 reads and invokes everything', async ({ skip }) => {
  if (!withBoto3) skip(`${PYTHON} with boto3 is not installed`);
  const { stdout } = await execute(PYTHON, ['-c', SCRIPT, standIn.url, queries, ROW], { env });
  const seen = JSON.parse(stdout);
  expect(seen).toMatchObject({
    alarms: [
      [1, 3, 10, expect.any(String)],
      [1, 15, 9, expect.any(String)],
    ],
    fresh: true,
    data: 'Complete',
    stats: ['Average', 'Sum', 'Timestamp', 'Unit'],
    metrics: 8,
    error: 'InvalidParameterCombination',
    policies: [10],
    body: '0.0',
  });
  expect(seen.points).toBeGreaterThan(0);
  expect(['InService', 'Updating']).toContain(seen.status);
});
