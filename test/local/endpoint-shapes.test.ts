/** What SDK clients are told of pools, routing and an update under way. */
import { CloudWatchClient, DescribeAlarmHistoryCommand } from '@aws-sdk/client-cloudwatch';
import {
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  SageMakerClient,
  UpdateEndpointWeightsAndCapacitiesCommand,
} from '@aws-sdk/client-sagemaker';
import { expect, test } from 'vitest';
import type { StandInInput } from '../../src/scenario/stand-in-config.ts';
import { predict, start, until } from './running.ts';

async function clientsOf(input: StandInInput) {
  const standIn = await start(input);
  const options = {
    endpoint: standIn.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  };
  const sagemaker = new SageMakerClient(options);
  const variant = async () => {
    const command = new DescribeEndpointCommand({ EndpointName: 'wine' });
    return (await sagemaker.send(command)).ProductionVariants![0]!;
  };
  const configured = async () => {
    const command = new DescribeEndpointConfigCommand({ EndpointConfigName: 'wine-config' });
    return (await sagemaker.send(command)).ProductionVariants![0]!;
  };
  const setCount = (DesiredInstanceCount: number) =>
    sagemaker.send(
      new UpdateEndpointWeightsAndCapacitiesCommand({
        EndpointName: 'wine',
        DesiredWeightsAndCapacities: [{ VariantName: 'AllTraffic', DesiredInstanceCount }],
      }),
    );
  return { standIn, cloudwatch: new CloudWatchClient(options), variant, configured, setCount };
}

test('pools are described by priority, with how many of each are in service', async () => {
  const settings = {
    pools: [
      { instanceType: 'ml.c5.large', priority: 2 },
      { instanceType: 'ml.m5.large', priority: 1, available: 2 },
    ],
    poolTimeoutSeconds: 60,
  };
  // Longer than any test: the endpoint stays Updating.
  const instance = { provisioningSeconds: 86_400 };
  const { variant, configured, setCount } = await clientsOf({
    ...settings,
    ...{ initialInstances: 2, instance },
  });
  const config = await configured();
  expect(config).toMatchObject({
    InstancePools: [
      { InstanceType: 'ml.m5.large', Priority: 1 },
      { InstanceType: 'ml.c5.large', Priority: 2 },
    ],
    VariantInstanceProvisionTimeoutInSeconds: 1,
  });
  expect(config.InstanceType).toBeUndefined();
  await setCount(3);
  expect(await variant()).toMatchObject({
    CurrentInstanceCount: 2,
    InstancePools: [
      { InstanceType: 'ml.m5.large', CurrentInstanceCount: 2 },
      { InstanceType: 'ml.c5.large', CurrentInstanceCount: 0 },
    ],
    VariantStatus: [
      { Status: 'Updating', StatusMessage: 'Scaling out desired instance count to 3.' },
    ],
  });
  const { variant: settled } = await clientsOf({ ...settings, initialInstances: 3 });
  const done = await settled();
  expect(done.InstancePools!.map((pool) => pool.CurrentInstanceCount)).toEqual([2, 1]);
  expect(done.VariantStatus).toBeUndefined();
});

test('routing is described where it is not at random', async () => {
  const { configured } = await clientsOf({ routing: 'least-outstanding' });
  expect((await configured()).RoutingConfig).toEqual({
    RoutingStrategy: 'LEAST_OUTSTANDING_REQUESTS',
  });
  const { configured: atRandom } = await clientsOf({});
  expect((await atRandom()).RoutingConfig).toBeUndefined();
});

test('the history of a policy’s alarm has the action that its state set off', async () => {
  const { standIn, cloudwatch } = await clientsOf({ policy: { targetPerMinute: 1 } });
  const history = async (HistoryItemType: 'Action' | 'StateUpdate') => {
    const command = new DescribeAlarmHistoryCommand({ HistoryItemType });
    const { AlarmHistoryItems } = await cloudwatch.send(command);
    return AlarmHistoryItems!.find(({ AlarmName }) => AlarmName!.includes('AlarmHigh'));
  };
  const action = await until(async () => {
    await predict(standIn);
    return history('Action');
  });
  const update = (await history('StateUpdate'))!;
  expect(action.HistorySummary).toMatch(
    /^Successfully executed action arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:/,
  );
  const afterMs = action.Timestamp!.getTime() - update.Timestamp!.getTime();
  expect(afterMs).toBeGreaterThanOrEqual(4);
  expect(afterMs).toBeLessThanOrEqual(31);
  const { stateReasonData } = JSON.parse(update.HistoryData!).newState;
  expect(stateReasonData.evaluatedDatapoints.map(({ value }: { value: number }) => value)).toEqual(
    stateReasonData.recentDatapoints.toReversed(),
  );
});
