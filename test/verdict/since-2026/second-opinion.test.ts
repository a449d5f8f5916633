import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../../src/report/markdown.ts';
import { judge } from '../../../src/verdict/judge.ts';
import { findingOf, notesOf } from '../findings/codes.ts';
import { OFFSET_MS, syntheticRun, T0 } from '../synthetic-run.ts';

/** SageMaker's time of the healthy run's scale-out, told at 70 s. */
const told = (value: number, second = 70) =>
  syntheticRun({
    extra: [
      {
        type: 'scaling-report',
        seenAtMs: T0 + 75_000,
        metric: 'E2EScalingLatency',
        timestampMs: T0 + second * 1_000 + OFFSET_MS,
        value,
        labels: {},
      },
    ],
  });

describe('SageMaker’s own scaling time', () => {
  // The activity is at 41.5 s, the breach at 25 s, in service at 64.5 s.
  it.each([
    [23, 'agrees', 23],
    [22.2, 'agrees', 23],
    [39.5, 'with-detection', 39.5],
    [44, 'with-detection', 44],
    [31, 'differs', 23],
    [400, 'differs', 23],
  ] as const)('of %s s: %s', (value, relation, ourSeconds) => {
    const [event] = judge(told(value)).scalingEvents;
    expect(event!.awsReport).toMatchObject({ awsSeconds: value, relation, ourSeconds });
    expect(event!.awsReport!.plusMinusSeconds).toBeLessThan(1.2);
  });

  it('is a note, and doubted where no sum of stages explains it', () => {
    expect(notesOf(told(23))).toContain('aws-scaling-time');
    expect(findingOf(told(23), 'aws-scaling-time')?.message).toBe(
      'SageMaker reports 23 s for the scale-out from 1 to 3 (E2EScalingLatency). That agrees with 23 s ± 0.5 s from the policy acting to in service; detection comes before, and SageMaker does not see it.',
    );
    expect(findingOf(told(400), 'aws-scaling-time')?.message).toMatch(/: doubtful\.$/);
  });

  it('stands beside the event in reports', () => {
    expect(renderMarkdown(judge(told(23)))).toContain(
      'SageMaker’s own time (E2EScalingLatency): 23 s.',
    );
  });

  it('of another change is not taken for this one’s', () => {
    const [event] = judge(told(23, 20)).scalingEvents;
    expect(event!.awsReport).toBeUndefined();
    expect(notesOf(told(23, 20))).not.toContain('aws-scaling-time');
  });
});
