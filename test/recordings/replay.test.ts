import { expect, test } from 'vitest';
import type { Exchange, Json } from '../../src/recordings/recording.ts';
import { Replay } from '../../src/recordings/replay.ts';

const at = (atMs: number, input: Json, told: Json | string): Exchange => ({
  ...{ atMs, durationMs: 10, service: 'cloudwatch', input },
  operation: 'MetricDataQueries' in input ? 'GetMetricData' : 'DescribeAlarmHistory',
  ...(typeof told === 'string'
    ? { answer: null, error: { status: 400, code: told, message: told } }
    : { answer: told, error: null }),
});

test('the newest answer by then, and before the first the first', () => {
  const replay = new Replay([
    at(0, { A: 1 }, { N: 1 }),
    at(100, { A: 1 }, 'Throttling'),
    at(200, { A: 1 }, { N: 2 }),
  ]);
  const told = (atMs: number) => {
    const replayed = replay.answer('cloudwatch', 'DescribeAlarmHistory', { A: 1 }, atMs);
    return replayed.is === 'answer' ? replayed.answer : replayed.is;
  };
  expect([0, 5, 104, 105, 204, 205, 1e9].map(told)).toEqual([
    ...[{ N: 1 }, { N: 1 }, { N: 1 }, 'error', 'error', { N: 2 }, { N: 2 }],
  ]);
});

test('times and order make no other question of it; another name and another page do', () => {
  const replay = new Replay([
    at(0, { AlarmName: 'a', StartDate: 5, Of: ['x', 'y'] }, { NextToken: 'token-1' }),
    at(1, { AlarmName: 'a', StartDate: 5, Of: ['x', 'y'], NextToken: 'token-1' }, { Page: 2 }),
  ]);
  const told = (input: Json) => replay.answer('cloudwatch', 'DescribeAlarmHistory', input, 50);
  expect(told({ Of: ['y', 'x'], StartDate: 99, AlarmName: 'a' })).toMatchObject({
    answer: { NextToken: 'token-1' },
  });
  expect(told({ Of: ['y', 'x'], AlarmName: 'a', NextToken: 'token-1' })).toMatchObject({
    answer: { Page: 2 },
  });
  expect(told({ AlarmName: 'b', Of: ['x', 'y'] })).toEqual({ is: 'not-recorded', inputs: 2 });
});

const query = (Id: string, MetricName: string) => ({
  Id,
  MetricStat: { Metric: { Namespace: 'N', MetricName, Dimensions: [] }, Period: 60, Stat: 'Sum' },
});
const metrics = (Timestamps: number[], Values: number[], StatusCode = 'Complete') => ({
  MetricDataResults: [{ Id: 'm0', Timestamps, Values, StatusCode }],
});

test('datapoints appear, are revised and stay, as they were seen; windows cut them', () => {
  const asked = { MetricDataQueries: [query('m0', 'Invocations')], StartTime: 0, EndTime: 1_000 };
  const replay = new Replay([
    at(0, asked, metrics([60], [1])),
    at(100, asked, metrics([60, 120], [1, 5], 'PartialData')),
    at(200, asked, 'Throttling'),
    // A later window no longer has the first.
    at(300, asked, metrics([120, 180], [6, 7])),
  ]);
  const told = (atMs: number, EndTime = 1_000) => {
    const input = {
      MetricDataQueries: [query('q', 'Invocations')],
      StartTime: 0,
      EndTime,
      ScanBy: 'TimestampAscending',
    };
    const replayed = replay.answer('cloudwatch', 'GetMetricData', input, atMs);
    if (replayed.is !== 'answer') return replayed.is;
    const [result] = replayed.answer.MetricDataResults as Json[];
    return [result!.Timestamps, result!.Values, result!.StatusCode];
  };
  expect(told(50)).toEqual([[60], [1], 'Complete']);
  expect(told(150)).toEqual([[60, 120], [1, 5], 'PartialData']);
  expect(told(250)).toBe('error');
  expect(told(350)).toEqual([[60, 120, 180], [1, 6, 7], 'Complete']);
  expect(told(350, 180)).toEqual([[60, 120], [1, 6], 'Complete']);
  // Time may go back: two clients ask.
  expect(told(50)).toEqual([[60], [1], 'Complete']);
});
