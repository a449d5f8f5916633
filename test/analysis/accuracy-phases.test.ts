import { describe, expect, it } from 'vitest';
import { accuracyPhases } from '../../src/analysis/accuracy-phases.ts';
import { updateStatusBySecond } from '../../src/analysis/endpoint-status.ts';
import { instancePoints } from '../../src/analysis/instance-counts.ts';
import { loadSeconds } from '../../src/analysis/load-seconds.ts';
import { type Knobs, syntheticRun, without } from '../verdict/synthetic-run.ts';

const partsOf = (record: ReturnType<typeof syntheticRun>) =>
  [loadSeconds(record.load), instancePoints(record.aws)] as const;
const phasesOf = (knobs: Partial<Knobs>) => accuracyPhases(...partsOf(syntheticRun(knobs)));

describe('updateStatusBySecond', () => {
  it('is what the polls on both sides of a second agree on', () => {
    const status = updateStatusBySecond(...partsOf(syntheticRun()));
    const seconds = (what: string | null) =>
      status.flatMap((one, second) => (one === what ? [second] : []));
    expect(seconds('updating')).toEqual(Array.from({ length: 22 }, (_, index) => 42 + index));
    expect(seconds(null)).toEqual([41, 64]);
    expect(seconds('at-rest')).toHaveLength(180 - 24);
  });

  it('is unknown without polls', () => {
    const status = updateStatusBySecond(...partsOf(without(syntheticRun(), 'endpoint')));
    expect(new Set(status)).toEqual(new Set([null]));
  });
});

describe('accuracyPhases', () => {
  it('counts predictions before, while and after the endpoint was changed', () => {
    const phases = phasesOf({
      planned: () => 100,
      outcomes: (second, sent) =>
        second >= 42 && second < 64 ? { correct: sent / 2, wrong: sent / 2 } : { correct: sent },
    });
    expect(phases).toMatchObject({
      before: { successes: 4_100, trials: 4_100 },
      updating: { successes: 1_100, trials: 2_200 },
      after: { successes: 11_500, trials: 11_500 },
    });
  });

  it('leaves failed requests out', () => {
    const phases = phasesOf({
      planned: () => 100,
      outcomes: (_, sent) => ({ correct: sent / 2, 'server-error': sent / 2 }),
    });
    expect(phases?.before).toMatchObject({ successes: 2_050, trials: 2_050 });
  });

  it('is nothing where nothing changed', () => {
    expect(phasesOf({ steps: [] })).toBeNull();
  });
});
