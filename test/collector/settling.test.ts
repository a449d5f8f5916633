import { describe, expect, test } from 'vitest';
import { DatapointBook } from '../../src/collector/datapoint-book.ts';
import { type Settling, settledBy, standingOf } from '../../src/collector/settling.ts';

const MINUTE = 60_000;
const LOAD_END = 1.5 * MINUTE;

/** A book that saw the same datapoints at each of these minutes. */
function bookOf(
  polls: readonly number[],
  ...points: [service: 'sagemaker' | 'lambda', metric: string, minute: number][]
): DatapointBook {
  const book = new DatapointBook();
  for (const minute of polls) {
    book.observe(
      minute * MINUTE,
      minute * MINUTE,
      points.map(([service, metric, at]) => ({
        service,
        metric,
        stat: 'Sum',
        unit: 'count',
        periodSeconds: 60,
        timestampMs: at * MINUTE,
        value: 1,
      })),
    );
  }
  return book;
}

const TRACKED = 'InvocationsPerInstance';

describe('how the datapoints that cover a load stand which ended in the middle of minute 1', () => {
  test.each<[string, DatapointBook, number | null, string]>([
    [
      'both minutes final',
      bookOf([5, 6], ['sagemaker', TRACKED, 0], ['sagemaker', TRACKED, 1]),
      6,
      'final',
    ],
    [
      'the last one seen only once',
      bookOf([5], ['sagemaker', TRACKED, 0], ['sagemaker', TRACKED, 1]),
      5,
      'open',
    ],
    // SageMaker publishes zeros, so minute 1 is probably still to come, but not for ever.
    ['the last one late', bookOf([5, 6, 7.9], ['sagemaker', TRACKED, 0]), 7.9, 'open'],
    ['the last one never published', bookOf([5, 6, 8], ['sagemaker', TRACKED, 0]), 8, 'final'],
    [
      'a serverless variant',
      bookOf([5, 6], ['sagemaker', 'Invocations', 0], ['sagemaker', 'Invocations', 1]),
      6,
      'final',
    ],
    // Lambda publishes nothing for a minute without invocations.
    [
      'a function alone, idle at the end, early',
      bookOf([4, 4.5], ['lambda', 'Invocations', 0]),
      4.5,
      'open',
    ],
    [
      'a function alone, idle at the end',
      bookOf([4, 4.5, 5], ['lambda', 'Invocations', 0]),
      5,
      'final',
    ],
    ['no datapoint at all, early', bookOf([]), 4.9, 'open'],
    ['no datapoint at all', bookOf([]), 5, 'none'],
    ['CloudWatch never answered in full', bookOf([5, 6], ['sagemaker', TRACKED, 1]), null, 'open'],
  ])('%s', (_what, book, completeMinute, standing) => {
    const completeAtMs = completeMinute === null ? null : completeMinute * MINUTE;
    const end = { loadEndMs: LOAD_END, periodSeconds: 60, minuteSeconds: 60, completeAtMs };
    expect(standingOf(book, end)).toBe(standing);
  });
});

describe('watching ends', () => {
  const waiting: Settling = {
    standing: 'open',
    failures: [0, 0, 0],
    areMetricsDenied: false,
    awaitsScaleIn: false,
    isOverdue: false,
    maxSeconds: 360,
  };
  test.each<[string, Partial<Settling>, string | null]>([
    ['not while datapoints are open', {}, null],
    ['when all are final', { standing: 'final' }, 'all datapoints final'],
    [
      'not before the scale-in that is waited for',
      { standing: 'final', awaitsScaleIn: true },
      null,
    ],
    [
      'when there is no datapoint and none can come',
      { standing: 'none' },
      'CloudWatch has no datapoint of the run',
    ],
    ['when its time is over', { isOverdue: true, awaitsScaleIn: true }, 'not final after 360 s'],
    ['when AWS is gone', { failures: [3, 4, 3] }, 'AWS stopped answering'],
    ['not when only some of AWS is gone', { failures: [3, 0, 9] }, null],
    ['when the metrics are denied', { areMetricsDenied: true }, 'GetMetricData is denied'],
  ])('%s', (_what, change, note) => {
    expect(settledBy({ ...waiting, ...change })?.note ?? null).toBe(note);
  });
});
