/** A stand-in that is not the scenario's own is known by the length of its minutes. */
import { describe, expect, it } from 'vitest';
import { timeCompressionOf } from '../../src/analysis/time-compression.ts';
import { watchOf } from '../../src/record/manifest.ts';
import type { RunRecord } from '../../src/record/read.ts';
import { settingRows } from '../../src/report/setting-rows.ts';
import { judge } from '../../src/verdict/judge.ts';
import { syntheticRun, without } from './synthetic-run.ts';

/** Alarms of that period, and no stand-in in the scenario. */
function external(alarmPeriodSeconds: number | null, watchPeriodSeconds = 60): RunRecord {
  const record = syntheticRun();
  const { scenario } = record.manifest;
  const watch = { ...watchOf(record.manifest)!, periodSeconds: watchPeriodSeconds };
  const manifest = { ...record.manifest, scenario: { ...scenario, standIn: null, watch } };
  const seen = alarmPeriodSeconds === null ? without(record, 'alarm') : record;
  const aws = seen.aws.map((event) =>
    event.type === 'alarm' ? { ...event, periodSeconds: alarmPeriodSeconds ?? 0 } : event,
  );
  return { ...seen, manifest, aws };
}

describe('time compression', () => {
  it.each([
    [5, 60, 12],
    [1, 1, 60],
    [60, 60, 1],
    // The alarm says what is; the scenario, what somebody thought.
    [60, 10, 1],
    [null, 1, 60],
    [null, 60, 1],
    [null, 300, 1],
  ])('alarms of %s s, watched in periods of %s s: %s', (alarm, watch, factor) => {
    expect(timeCompressionOf(external(alarm, watch))).toBe(factor);
  });

  it('of a stand-in of the scenario’s own is what the scenario says', () => {
    expect(timeCompressionOf(syntheticRun())).toBe(12);
  });

  it('is told wherever durations are read', () => {
    const verdict = judge(external(5));
    expect(verdict.timeCompression).toBe(12);
    expect(verdict.caveats.join()).toContain('a stand-in that divides time by 12');
    expect(settingRows(verdict)).toContainEqual([
      'policy',
      'SageMakerVariantInvocationsPerInstance at 2,000 in 5 s (24,000 a minute)',
    ]);
  });

  it('is null on AWS itself, where a target is one of a minute', () => {
    const verdict = judge(external(60));
    expect(verdict.timeCompression).toBeNull();
    expect(verdict.caveats.join()).not.toContain('divided');
    expect(settingRows(verdict)).toContainEqual([
      'policy',
      'SageMakerVariantInvocationsPerInstance at 2,000 a minute',
    ]);
  });
});
