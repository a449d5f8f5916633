import { expect, test } from 'vitest';
import type { WhatScales } from '../../src/collector/what-scales.ts';
import { untilAsBefore, type WaitOptions } from '../../src/run/until-as-before.ts';

function seen(
  current: number | undefined,
  desired = current,
  status = 'InService',
  of: WhatScales['of'] = 'instance',
): WhatScales {
  return {
    of,
    status,
    ...(current === undefined ? {} : { current }),
    ...(desired === undefined ? {} : { desired }),
  };
}

function refused(name: string): Error {
  return Object.assign(new Error('no'), { name });
}

/** Each look takes ten seconds; the last answer is repeated. */
async function waiting(
  answers: readonly (WhatScales | Error)[],
  options: Partial<WaitOptions> = {},
) {
  let looks = 0;
  const told: string[] = [];
  const unready = await untilAsBefore({
    instances: 1,
    maxSeconds: 600,
    pollSeconds: 0,
    signal: new AbortController().signal,
    onWait: (message) => void told.push(message),
    look: async () => {
      const answer = answers[Math.min(looks, answers.length - 1)]!;
      looks += 1;
      if (answer instanceof Error) throw answer;
      return answer;
    },
    now: () => looks * 10_000,
    ...options,
  });
  return { unready, told, looks };
}

test('an endpoint that is as before is not waited for', async () => {
  expect(await waiting([seen(1)])).toEqual({ unready: null, told: [], looks: 1 });
});

test('it waits for scale-in to complete, and tells what has changed', async () => {
  const answers = [seen(3), seen(3), seen(3, 1, 'Updating'), seen(1, 1, 'Updating'), seen(1)];
  expect(await waiting(answers)).toEqual({
    unready: null,
    told: [
      '3 instances in service, 1 wanted',
      '1 instance in service, 1 wanted, but status Updating',
    ],
    looks: 5,
  });
});

test('copies of an inference component are called so', async () => {
  const { told } = await waiting([seen(3, 1, 'Updating', 'copy'), seen(1, 1, 'InService', 'copy')]);
  expect(told).toEqual(['3 copies in service, 1 wanted']);
});

test('it tells once a minute that it still waits', async () => {
  const { told, looks } = await waiting([...Array(20).fill(seen(2)), seen(1)]);
  expect(looks).toBe(21);
  expect(told).toEqual(Array(4).fill('2 instances in service, 1 wanted'));
});

test('a scale-out that is still desired is waited for, too', async () => {
  const { told } = await waiting([seen(1, 2), seen(2), seen(1)]);
  expect(told[0]).toBe('1 instance in service, 1 wanted, but 2 desired');
});

test('it gives up after so long', async () => {
  const { unready, looks } = await waiting([seen(3)], { maxSeconds: 120 });
  expect(unready).toBe(
    'after 120 s the endpoint was not as before the first attempt (3 instances in service, 1 wanted); allow more time with --retry-wait, or scale in and run again.',
  );
  expect(looks).toBe(12);
});

test('without instances to count there is nothing to wait for', async () => {
  expect(await waiting([seen(undefined)], { instances: null })).toMatchObject({ looks: 0 });
});

test('throttling passes; what is denied for good does not', async () => {
  const throttled = refused('ThrottlingException');
  expect(await waiting([throttled, throttled, throttled, throttled, seen(1)])).toMatchObject({
    unready: null,
    looks: 5,
  });
  const denied = refused('ExpiredTokenException');
  expect(await waiting([denied, seen(2), denied, denied, denied])).toMatchObject({
    unready: 'the endpoint cannot be read (DescribeEndpoint: ExpiredTokenException: no).',
    looks: 5,
  });
});

test('a signal ends the wait at once', async () => {
  const controller = new AbortController();
  const onWait = () => controller.abort('SIGINT');
  const wait = waiting([seen(3)], { signal: controller.signal, onWait, pollSeconds: 3_600 });
  expect(await wait).toMatchObject({ unready: null, looks: 1 });
});
