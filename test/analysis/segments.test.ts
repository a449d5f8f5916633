import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/analysis/analyse.ts';
import { segments } from '../../src/analysis/segments.ts';
import type { RunRecord } from '../../src/record/read.ts';
import {
  type Knobs,
  killedAt,
  SCALE_OUT,
  type Step,
  syntheticRun,
  without,
} from '../verdict/synthetic-run.ts';

/** `before 0-19`: the seconds of each, by their runs. */
function told(record: RunRecord): string[] {
  return segments(analyse(record)).map(({ name, seconds }) => {
    const numbers = seconds.map(({ second }) => second);
    const starts = numbers.filter((second, index) => numbers[index - 1] !== second - 1);
    const ends = numbers.filter((second, index) => numbers[index + 1] !== second + 1);
    return `${name} ${starts.map((start, index) => `${start}-${ends[index]}`).join(' ')}`;
  });
}

const run = (changes: Partial<Knobs> = {}) => told(syntheticRun(changes));

const HEALTHY = [
  'before 0-19',
  'during 20-64',
  'after 65-179',
  '1-instance 0-64',
  '3-instances 65-179',
];

const scaleIn = (desiredAt: number): Step => ({
  alarmAt: desiredAt - 1,
  activityAt: desiredAt - 0.5,
  desiredAt,
  inServiceAt: desiredAt + 1,
  to: 1,
});

describe('the segments of a load', () => {
  it('are before, during and after the scale-out, and one for each number of instances', () => {
    expect(run()).toEqual(HEALTHY);
  });

  it('begin and end where they did, whatever happened after the load', () => {
    expect(run({ watchSeconds: 240, steps: [SCALE_OUT, scaleIn(230)] })).toEqual(HEALTHY);
  });

  it('end "after" where instances leave during the load', () => {
    expect(run({ steps: [SCALE_OUT, scaleIn(120)] })).toEqual([
      'before 0-19',
      'during 20-64',
      'after 65-118',
      '1-instance 0-64 120-179',
      '3-instances 65-119',
    ]);
  });

  it('end "during" with the last instance of the last scale-out', () => {
    const second = {
      ...SCALE_OUT,
      alarmAt: 80,
      activityAt: 80.5,
      desiredAt: 81,
      inServiceAt: 99.6,
      to: 4,
    };
    expect(run({ planned: (at) => (at < 20 ? 100 : 2_000), steps: [SCALE_OUT, second] })).toEqual([
      'before 0-19',
      'during 20-99',
      'after 100-179',
      '1-instance 0-64',
      '3-instances 65-99',
      '4-instances 100-179',
    ]);
  });

  it('leave out the end of a load that asks for more instances which never come', () => {
    const never = {
      ...SCALE_OUT,
      alarmAt: 160,
      activityAt: 160.5,
      desiredAt: 161,
      inServiceAt: null,
      to: 4,
    };
    const planned = (at: number) => (at < 20 ? 100 : at < 140 ? 1_000 : 2_000);
    expect(run({ planned, steps: [SCALE_OUT, never] }).slice(0, 3)).toEqual([
      'before 0-19',
      'during 20-64',
      'after 65-139',
    ]);
  });

  it('are the same before a scale-out that never came, which lasts to the end', () => {
    // Known only from the metric, to its period.
    const never = { ...SCALE_OUT, inServiceAt: null };
    expect(run({ steps: [never] })).toEqual(['before 0-19', 'during 20-179', '1-instance 0-179']);
    expect(run({ steps: [] })).toEqual(['before 0-19', 'during 20-179', '1-instance 0-179']);
  });

  it('are "before" as a whole where the load never crosses the trigger', () => {
    expect(run({ planned: () => 100, steps: [] })).toEqual(['before 0-179', '1-instance 0-179']);
  });

  it('are told of a load that was cut off only as far as they are whole', () => {
    const record = syntheticRun();
    expect(told(killedAt(record, 24))).toEqual([]);
    expect(told(killedAt(record, 50))).toEqual(['before 0-19']);
    expect(told(killedAt(record, 120))).toEqual([
      'before 0-19',
      'during 20-64',
      'after 65-119',
      '1-instance 0-64',
      '3-instances 65-119',
    ]);
  });

  it('do not tell when a load began to ask for more where neither policy nor alarm was read', () => {
    const record = without(syntheticRun(), 'policy', 'alarm', 'datapoint', 'alarm-transition');
    expect(told(record)).toEqual(['1-instance 0-64', '3-instances 65-179']);
  });

  it('leave out a number of instances that passed by', () => {
    const between = { ...SCALE_OUT, inServiceAt: 60, to: 2 };
    const names = segments(analyse(syntheticRun({ steps: [between, SCALE_OUT] }))).map(
      ({ name }) => name,
    );
    expect(names).toEqual(['before', 'during', 'after', '1-instance', '3-instances']);
  });

  it('are one where no instances are counted', () => {
    expect(told(without(syntheticRun(), 'endpoint'))).toEqual(['run 0-179']);
    expect(run({ serverless: { maxConcurrency: 20, memoryMb: 2_048 }, steps: [] })).toEqual([
      'run 0-179',
    ]);
    expect(told({ ...syntheticRun(), aws: [] })).toEqual(['run 0-179']);
  });
});
