import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Alarm, type AlarmDefinition, stateOf } from '../../src/simulation/alarm.ts';

const high: AlarmDefinition = {
  name: 'high',
  comparison: 'GreaterThanThreshold',
  threshold: 1500,
  evaluationPeriods: 3,
  datapointsToAlarm: 3,
};
const low: AlarmDefinition = {
  name: 'low',
  comparison: 'LessThanThreshold',
  threshold: 1350,
  evaluationPeriods: 15,
  datapointsToAlarm: 15,
};
const none = undefined;

describe('the high alarm, 3 of 3 above 1500', () => {
  test.each([
    { window: [1501, 1501, 1501], state: 'ALARM', why: 'all three lie above' },
    { window: [1501, 1500, 1501], state: 'OK', why: 'equal to the threshold is not above it' },
    { window: [0, 9000, 9000], state: 'OK', why: 'two of three are not enough' },
    { window: [none, 9000, 9000], state: 'INSUFFICIENT_DATA', why: 'the gap could decide it' },
    { window: [none, none, 10], state: 'OK', why: 'no gap can make three of it' },
    {
      window: [9000, none, none],
      state: 'ALARM',
      why: 'it is three periods old, none since is calm',
    },
    { window: [9000, none, 9000], state: 'ALARM', why: 'the oldest is three periods old' },
    { window: [9000, none, 10], state: 'OK', why: 'the newest is calm, and no gap can make three' },
    { window: [none, none, none], state: 'INSUFFICIENT_DATA', why: 'nothing is known' },
    { window: [], state: 'INSUFFICIENT_DATA', why: 'nothing is known' },
  ])('is $state for $window: $why', ({ window, state }) => {
    expect(stateOf(high, window)).toBe(state);
  });
});

describe('the low alarm, 15 of 15 below 1350', () => {
  test.each([
    { window: Array(15).fill(0), state: 'ALARM' },
    { window: Array(15).fill(1349.9), state: 'ALARM' },
    { window: Array(15).fill(1350), state: 'OK' },
    { window: [...Array(14).fill(0), 1350], state: 'OK' },
    { window: [1350, ...Array(14).fill(0)], state: 'OK' },
    { window: [none, ...Array(14).fill(0)], state: 'INSUFFICIENT_DATA' },
  ])('is $state for $window', ({ window, state }) => {
    expect(stateOf(low, window)).toBe(state);
  });
});

const windows = fc.array(fc.option(fc.integer({ min: 0, max: 3000 }), { nil: undefined }), {
  minLength: 3,
  maxLength: 3,
});

test('an alarm is only raised where filling every gap with a breaching value raises it too', () => {
  fc.assert(
    fc.property(windows, (window) => {
      const worst = window.map((value) => value ?? 9999);
      if (stateOf(high, window) === 'ALARM') expect(stateOf(high, worst)).toBe('ALARM');
    }),
  );
});

test('OK is only said when no value in the gaps could have raised the alarm', () => {
  fc.assert(
    fc.property(windows, (window) => {
      const worst = window.map((value) => value ?? 9999);
      if (stateOf(high, window) === 'OK') expect(stateOf(high, worst)).toBe('OK');
    }),
  );
});

test('an alarm reports a transition only when its state changes', () => {
  const alarm = new Alarm(high, 0);
  expect(alarm.evaluate([none, none, 2000], 0, 60_000, 60_000)).toBeUndefined();
  expect(alarm.evaluate([2000, 2000, 2000], 0, 180_000, 60_000)).toMatchObject({
    from: 'INSUFFICIENT_DATA',
    to: 'ALARM',
    atMs: 180_000,
    datapoints: [0, 60_000, 120_000].map((startMs) => ({ startMs, value: 2000 })),
  });
  expect(alarm.evaluate([2000, 2000, 2000], 0, 240_000, 60_000)).toBeUndefined();
  expect(alarm.updatedAtMs).toBe(180_000);
  expect(alarm.reason).toBe(
    'Threshold Crossed: 3 out of the last 3 datapoints [2000.0 (01/01/70 00:02:00), ' +
      '2000.0 (01/01/70 00:01:00), 2000.0 (01/01/70 00:00:00)] were greater than the threshold ' +
      '(1500.0) (minimum 3 datapoints for OK -> ALARM transition).',
  );
  expect(alarm.evaluate([2000, 2000, 1], 0, 300_000, 60_000)).toMatchObject({
    from: 'ALARM',
    to: 'OK',
  });
  expect(alarm.history.map(({ to }) => to)).toEqual(['ALARM', 'OK']);
});
