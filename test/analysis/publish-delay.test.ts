import { expect, test } from 'vitest';
import { publishDelay } from '../../src/analysis/publish-delay.ts';
import type { AwsEvent, Datapoint, Gap } from '../../src/record/aws-events.ts';

const RULE = { metric: 'InvocationsPerInstance', stat: 'Sum', periodSeconds: 60 };

/** A datapoint of the minute from `start`, first seen at `seen`; both in seconds. */
function datapoint(start: number, seen: number): Datapoint {
  return {
    type: 'datapoint',
    service: 'sagemaker',
    metric: RULE.metric,
    unit: 'count',
    stat: RULE.stat,
    periodSeconds: RULE.periodSeconds,
    timestampMs: start * 1_000,
    value: 1,
    seenAtMs: seen * 1_000,
    final: false,
    revision: 0,
  };
}

function partialAnswer(from: number, to: number): Gap {
  return {
    type: 'gap',
    api: 'GetMetricData',
    kind: 'server',
    fromMs: from * 1_000,
    toMs: to * 1_000,
    message: 'PartialData',
    attempts: 1,
  };
}

function delaysOf(aws: readonly AwsEvent[]): { median: number; longest: number } | null {
  const clock = { offsetMs: 0, plusMinusMs: 0 };
  const delay = publishDelay({ aws, clock }, RULE);
  return delay && { median: delay.medianSeconds, longest: delay.longestSeconds };
}

/** Was there before the first poll. */
const BEFORE = datapoint(0, 65);

test('the delay counts from the end of the period', () => {
  expect(delaysOf([BEFORE, datapoint(60, 130), datapoint(120, 220), datapoint(180, 250)])).toEqual({
    median: 10,
    longest: 40,
  });
});

test('what fell due while CloudWatch did not answer is left out', () => {
  const aws = [BEFORE, datapoint(60, 130), partialAnswer(130, 190), datapoint(120, 400)];
  expect(delaysOf(aws)).toEqual({ median: 10, longest: 10 });
});

test('so is what fell due while the collector backed off after that', () => {
  const aws = [BEFORE, datapoint(60, 130), partialAnswer(130, 170), datapoint(120, 400)];
  expect(delaysOf(aws)).toEqual({ median: 10, longest: 10 });
});

test('what falls due after the next poll counts again', () => {
  const aws = [BEFORE, partialAnswer(66, 100), datapoint(60, 150), datapoint(120, 400)];
  expect(delaysOf(aws)).toEqual({ median: 220, longest: 220 });
});

test('a gap after which nothing was seen leaves nothing to tell', () => {
  expect(delaysOf([BEFORE, partialAnswer(66, 100)])).toBeNull();
});
