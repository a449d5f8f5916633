import { describe, expect, it } from 'vitest';
import { analyse } from '../../../src/analysis/analyse.ts';
import type { AwsEvent } from '../../../src/record/aws-events.ts';
import type { RunRecord } from '../../../src/record/read.ts';
import { settingRows } from '../../../src/report/setting-rows.ts';
import { judge } from '../../../src/verdict/judge.ts';
import { verdictSchema } from '../../../src/verdict/verdict.ts';
import { findingOf, problemsOf } from '../findings/codes.ts';
import { SCALE_OUT, type Step, syntheticRun } from '../synthetic-run.ts';

const FIRST = 'ml.m5.xlarge';
const SECOND = 'ml.c5.xlarge';

/** The healthy run on pools: instances beyond the first are of that type. All are tried for 30 s together. */
function pooled(more: string, steps: readonly Step[] = [SCALE_OUT]): RunRecord {
  const record = syntheticRun({ steps });
  return { ...record, aws: record.aws.map((event) => withPools(event, more)) };
}

function withPools(event: AwsEvent, more: string): AwsEvent {
  if (event.type === 'endpoint-config') {
    const { instanceType: _, ...config } = event;
    return {
      ...config,
      pools: [
        { instanceType: SECOND, priority: 2 },
        { instanceType: FIRST, priority: 1 },
      ],
      provisionTimeoutSeconds: 30,
    };
  }
  if (event.type !== 'endpoint') return event;
  const current = event.currentInstanceCount ?? 0;
  const counts = new Map([
    [FIRST, 1],
    [SECOND, 0],
  ]);
  counts.set(more, (counts.get(more) ?? 0) + current - 1);
  return {
    ...event,
    pools: [...counts].map(([instanceType, count]) => ({
      instanceType,
      currentInstanceCount: count,
    })),
  };
}

const LATE: Step = { ...SCALE_OUT, inServiceAt: 80.6 };

describe('a variant of instance pools', () => {
  it('has nothing to tell where the first type came in its time', () => {
    expect(problemsOf(pooled(FIRST))).toEqual([]);
    expect(judge(pooled(FIRST)).instances.byType).toEqual([
      { instanceType: FIRST, peak: 3, last: 3 },
    ]);
  });

  it('says when a scale-out came as another type than the first, and what it took', () => {
    const found = findingOf(pooled(SECOND, [LATE]), 'fell-back-to-another-type')!;
    expect(found).toMatchObject({
      severity: 'problem',
      value: { value: 39, unit: 'seconds' },
      message: `The scale-out from 1 to 3 instances came as 2 of ${SECOND}, not as ${FIRST}, which is tried first. It took 39 s from desired to in service.`,
    });
    expect(problemsOf(pooled(SECOND, [LATE]))).not.toContain('waited-for-capacity');
  });

  it('says when no type had capacity at first', () => {
    const record = pooled(FIRST, [LATE]);
    expect(findingOf(record, 'waited-for-capacity')?.message).toBe(
      `The scale-out from 1 to 3 instances took 39 s from desired to in service. All types together are tried for 30 s, so none of ${FIRST}, ${SECOND} had capacity at first.`,
    );
  });

  it('says so where none ever came, in place of slow provisioning', () => {
    const never: Step = { ...SCALE_OUT, inServiceAt: null };
    const problems = problemsOf(pooled(FIRST, [never]));
    expect(problems).toContain('waited-for-capacity');
    expect(problems).not.toContain('slow-provisioning');
  });

  it('tells what instances carry of one type alone', () => {
    const mixed = analyse(pooled(SECOND));
    expect(mixed.capacity).toMatchObject({ instanceType: FIRST });
    expect(mixed.capacity!.byInstances.map(({ instances }) => instances)).toEqual([1]);
    expect(analyse(pooled(FIRST)).capacity!.byInstances.map(({ instances }) => instances)).toEqual([
      1, 3,
    ]);
    const verdict = judge(pooled(SECOND));
    verdictSchema.parse(verdict);
    expect(verdict.caveats.join(' ')).toContain(
      `What each number of instances carried is told of ${FIRST} alone: for`,
    );
  });

  it('shows its types in the order in which they are tried', () => {
    expect(Object.fromEntries(settingRows(judge(pooled(SECOND))))).toMatchObject({
      'instance types': `${FIRST}, then ${SECOND}`,
      'tried for': '30 s in all',
    });
  });
});
