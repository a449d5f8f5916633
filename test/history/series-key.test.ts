import { describe, expect, test } from 'vitest';
import {
  differences,
  KEY_PARTS,
  type SeriesKey,
  seriesId,
  seriesKey,
} from '../../src/history/series-key.ts';
import { readRun } from '../../src/record/read.ts';
import { judge } from '../../src/verdict/judge.ts';
import { KEY } from './entries.ts';

/** Another value for each part; the type says when one is missing. */
const OTHERS: { readonly [Part in keyof SeriesKey]: SeriesKey[Part] } = {
  scenario: 'iris',
  environment: 'release',
  system: 'iris',
  dataset: 'b'.repeat(64),
  way: 'sagemaker',
  region: 'us-east-1',
  engine: 'k6',
  engineVersion: '2.0.35',
  phases: [{ durationSeconds: 60, startRps: 10, endRps: 1_001 }],
  timeoutMs: 5_000,
  latencyBoundMs: null,
  abort: { ...KEY.abort!, forSeconds: 31 },
  instanceType: 'ml.m5.large',
  serverless: { maxConcurrency: 5, memoryMb: 2_048 },
  policy: { ...KEY.policy!, target: 30_000 },
  timeCompression: 12,
};

describe('a series', () => {
  test.each(KEY_PARTS)('is another where %s differs', (part) => {
    const other = { ...KEY, [part]: OTHERS[part] };
    expect(seriesId(other)).not.toBe(seriesId(KEY));
    expect(differences(KEY, other).map((difference) => difference.part)).toEqual([part]);
  });

  test.each(Object.keys(KEY.policy!) as (keyof NonNullable<SeriesKey['policy']>)[])(
    'is another where the policy differs in %s',
    (part) => {
      const other = { ...KEY, policy: { ...KEY.policy!, [part]: part === 'metric' ? 'CPU' : 7 } };
      expect(seriesId(other)).not.toBe(seriesId(KEY));
    },
  );

  test('does not depend on the order of keys, but on that of phases', () => {
    const backwards = Object.fromEntries(Object.entries(KEY).toReversed()) as SeriesKey;
    expect(seriesId(backwards)).toBe(seriesId(KEY));
    expect(differences(KEY, backwards)).toEqual([]);
    const [ramp, hold] = [...KEY.phases, { durationSeconds: 9, startRps: 1, endRps: 1 }];
    const order = (...phases: SeriesKey['phases']) => seriesId({ ...KEY, phases });
    expect(order(ramp!, hold!)).not.toBe(order(hold!, ramp!));
  });

  test('is the same for two runs of a scenario, whatever was under test', async () => {
    const record = await readRun('reports/sample');
    const verdict = judge(record);
    const again = { ...verdict, runId: 'again', commit: 'f'.repeat(40), label: 'another model' };
    expect(seriesKey(record, again)).toEqual(seriesKey(record, verdict));
  });

  test('tells what differs as JSON', () => {
    expect(differences(KEY, { ...KEY, region: null, way: 'lambda' })).toEqual([
      { part: 'way', left: '"http"', right: '"lambda"' },
      { part: 'region', left: '"eu-west-1"', right: 'null' },
    ]);
  });
});
