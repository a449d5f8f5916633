import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { FUNCTION_SETTINGS } from '../../src/collector/function-settings.ts';
import type { Gap } from '../../src/record/aws-events.ts';
import { cleanups, collect, eventually } from './collecting.ts';
import { reply } from './small-aws.ts';

/** By what their paths end in: an answer, or undefined for AccessDenied. */
type Answers = Record<string, ((query: URLSearchParams) => object) | undefined>;

/** Lambda's four reading calls, and nothing else of AWS. */
async function smallLambda(answers: Answers): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    const url = new URL(request.url ?? '', 'http://lambda');
    const end = url.pathname.split('/').findLast((part) => part !== '') ?? '';
    if (!(end in answers)) return reply(response, {});
    const answer = answers[end];
    if (answer) return reply(response, answer(url.searchParams));
    response.setHeader('x-amzn-errortype', 'AccessDeniedException');
    return reply(response, { message: 'not allowed' }, 403);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const kept = (name: string, AllocatedProvisionedConcurrentExecutions: number) => ({
  FunctionArn: `arn:aws:lambda:us-east-1:123456789012:function:dogs:${name}`,
  AllocatedProvisionedConcurrentExecutions,
});

function ordinary(): Answers {
  return {
    concurrency: () => ({ ReservedConcurrentExecutions: 10 }),
    'provisioned-concurrency': (query) =>
      query.get('Marker') === 'two'
        ? { ProvisionedConcurrencyConfigs: [kept('live', 4)] }
        : { ProvisionedConcurrencyConfigs: [kept('1', 3)], NextMarker: 'two' },
    'account-settings': () => ({ AccountLimit: { ConcurrentExecutions: 1_000 } }),
    configuration: (query) => ({
      MemorySize: 512,
      Timeout: query.get('Qualifier') === 'live' ? 30 : 3,
    }),
  };
}

// Settings are read every 20 polls of the metrics: 4 s here, unless the poll failed.
const WATCH = { functionName: 'dogs:live' };

/** The calls that were denied, however often they were made by now. */
function denied(gaps: readonly Gap[]): Set<string> {
  return new Set(gaps.filter(({ kind }) => kind === 'denied').map(({ api }) => api));
}

test('sums provisioned concurrency over all versions and aliases, page by page', async () => {
  const { collector, of } = collect(await smallLambda(ordinary()), { watch: WATCH });
  await collector.start();
  expect(of('function')).toEqual([
    {
      type: 'function',
      atMs: expect.any(Number),
      name: 'dogs',
      reservedConcurrency: 10,
      provisionedConcurrency: 7,
      accountConcurrency: 1_000,
      memoryMb: 512,
      timeoutSeconds: 30,
    },
  ]);
});

test('records a setting again only when it changes', async () => {
  const answers = ordinary();
  const { collector, of } = collect(await smallLambda(answers), { watch: WATCH });
  await collector.start();
  answers.concurrency = () => ({});
  await eventually(() => expect(of('function')).toHaveLength(2));
  expect(of('function')[1]).not.toHaveProperty('reservedConcurrency');
  expect(of('function')[1]).toMatchObject({ provisionedConcurrency: 7 });
});

test('records a gap per denied call, and retries it soon', async () => {
  const answers = ordinary();
  answers['account-settings'] = undefined;
  const { collector, of } = collect(await smallLambda(answers), { watch: WATCH });
  await collector.start();
  expect(of('function')).toHaveLength(1);
  expect(of('function')[0]).not.toHaveProperty('accountConcurrency');
  expect(denied(of('gap'))).toEqual(new Set(['GetAccountSettings']));
  answers['account-settings'] = () => ({ AccountLimit: { ConcurrentExecutions: 500 } });
  await eventually(() => expect(of('function').at(-1)).toMatchObject({ accountConcurrency: 500 }));
});

test('records no settings when every call is denied', async () => {
  const { collector, of } = collect(
    await smallLambda({
      concurrency: undefined,
      'provisioned-concurrency': undefined,
      'account-settings': undefined,
      configuration: undefined,
    }),
    { watch: WATCH },
  );
  await collector.start();
  expect(of('function')).toEqual([]);
  expect(denied(of('gap'))).toEqual(new Set(Object.keys(FUNCTION_SETTINGS)));
});
