import {
  ApplicationAutoScalingClient,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { expect, test } from 'vitest';
import { ROW, start } from './running.ts';

test.each([
  { system: 'wine', row: ROW, text: '0.0' },
  { system: 'iris', row: '6.3,3.3,6.0,2.5', text: '1.0' },
  { system: 'car', row: 'low,low,5more,more,big,high', text: 'vgood' },
])('the endpoint of $system answers a CSV row with $text', async ({ system, row, text }) => {
  const { url } = await start({}, { system });
  const client = new SageMakerRuntimeClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const invoke = (Body: string) =>
    client.send(new InvokeEndpointCommand({ EndpointName: 'wine', ContentType: 'text/csv', Body }));
  const { Body } = await invoke(`${row}\n${row}`);
  expect(Body!.transformToString()).toBe(`${text}\n${text}`);
  await expect(invoke('no,row')).rejects.toMatchObject({ name: 'ModelError' });
});

test('a bad instance and an endpoint that is Updating fail as SageMaker words it', async () => {
  const badInstance = { ordinal: 1, errorShare: 1 };
  const { url } = await start({
    faults: { badInstance, errorsWhileUpdating: 1 },
    policy: { minCapacity: 1 },
    instance: { provisioningSeconds: 3600 },
  });
  const options = {
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  };
  const client = new SageMakerRuntimeClient(options);
  const command = new InvokeEndpointCommand({
    EndpointName: 'wine',
    ContentType: 'text/csv',
    Body: ROW,
  });
  await expect(client.send(command)).rejects.toMatchObject({
    name: 'ModelError',
    OriginalStatusCode: 500,
    message:
      'Received server error (500) from primary with message "internal error". See ' +
      'https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1' +
      '#logEventViewer:group=/aws/sagemaker/Endpoints/wine in account 123456789012 for more ' +
      'information.',
    LogStreamArn: 'arn:aws:logs:us-east-1:123456789012:log-group:/aws/sagemaker/Endpoints/wine',
    $metadata: { httpStatusCode: 424 },
  });
  await new ApplicationAutoScalingClient(options).send(
    new RegisterScalableTargetCommand({
      ServiceNamespace: 'sagemaker',
      ResourceId: 'endpoint/wine/variant/AllTraffic',
      ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
      MinCapacity: 2,
    }),
  );
  await expect(client.send(command)).rejects.toMatchObject({
    name: 'ServiceUnavailable',
    $metadata: { httpStatusCode: 503 },
  });
});
