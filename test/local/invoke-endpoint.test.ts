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
