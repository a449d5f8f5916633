import { describe, expect, it } from 'vitest';
import { breachRuns } from '../../src/analysis/breach-runs.ts';
import type { TriggerRule } from '../../src/analysis/tracked-metric.ts';

const rule = (datapointsToAlarm: number, evaluationPeriods: number): TriggerRule => ({
  alarmName: 'high',
  metric: 'InvocationsPerInstance',
  stat: 'Sum',
  comparison: 'GreaterThanThreshold',
  threshold: 10,
  periodSeconds: 60,
  evaluationPeriods,
  datapointsToAlarm,
});

/** One datapoint a minute; `#` over the threshold, `.` at it, a space for one that is missing. */
function points(text: string) {
  return [...text].flatMap((mark, index) =>
    mark === ' '
      ? []
      : [
          {
            startMs: index * 60_000,
            endMs: (index + 1) * 60_000,
            value: mark === '#' ? 11 : 10,
            perMinute: null,
            final: true,
          },
        ],
  );
}

describe('breachRuns', () => {
  it.each([
    ['....', 3, 3, []],
    ['.##.', 3, 3, [[1, 2, false]]],
    ['.###', 3, 3, [[1, 3, true]]],
    [
      '##.###',
      3,
      3,
      [
        [0, 1, false],
        [3, 5, true],
      ],
    ],
    [
      '## ##',
      3,
      3,
      [
        [0, 1, false],
        [3, 4, false],
      ],
    ],
    ['#.##', 3, 4, [[0, 3, true]]],
    [
      '#..##',
      3,
      4,
      [
        [0, 0, false],
        [3, 4, false],
      ],
    ],
    ['#', 1, 1, [[0, 0, true]]],
  ])('in "%s" for %i of %i', (text, datapoints, periods, expected) => {
    const runs = breachRuns(rule(datapoints, periods), points(text));
    expect(
      runs.map((run) => [
        run.first.startMs / 60_000,
        run.last.startMs / 60_000,
        run.reachedMs !== null,
      ]),
    ).toEqual(expected);
  });

  it('reads the comparison of a low alarm', () => {
    const low = { ...rule(1, 1), comparison: 'LessThanThreshold', threshold: 11 };
    expect(breachRuns(low, points('#.#'))).toHaveLength(1);
  });
});
