import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../src/record/read.ts';
import type { CheckId } from '../../src/verdict/checks/registry.ts';
import { judge } from '../../src/verdict/judge.ts';
import { SCALE_OUT, syntheticRun, T0 } from './synthetic-run.ts';

/** Seconds of the plan, to a tenth. */
function seconds(span: { fromMs: number; toMs: number } | null): number[] | null {
  if (span === null) return null;
  return [span.fromMs, span.toMs].map((ms) => Math.round((ms - T0) / 100) / 10);
}

function ofCheck(record: RunRecord, id: CheckId) {
  const check = judge(record).checks.find((one) => one.id === id)!;
  return [check.status, seconds(check.when)];
}

function ofFinding(record: RunRecord, code: string) {
  const found = judge(record).findings.find((one) => one.code === code)!;
  return seconds(found.when);
}

/** Of the requests of the seconds from 90 to 99, all got that outcome. */
const inTenSeconds = (outcome: 'server-error' | 'throttled' | 'wrong') => ({
  outcomes: (second: number, sent: number) =>
    second >= 90 && second < 100 ? { [outcome]: sent } : { correct: sent },
});

describe('a healthy run says of every check when it was decided', () => {
  it.each([
    ['load-delivered', [0, 180]],
    ['generator-lag', [0, 180]],
    ['trigger-crossed', [20, 35]],
    ['scaled-out', [25, 65]],
    ['reached-rate', [65, 180]],
    ['errors', [0, 180]],
    ['latency', [67, 180]],
    ['accuracy', [0, 180]],
    ['converged', [170, 180]],
    ['no-flapping', [0, 180]],
    ['throttles', [0, 180]],
    ['spillover', [0, 180]],
  ] as const)('%s', (id, expected) => {
    expect(ofCheck(syntheticRun(), id)).toEqual(['pass', expected]);
  });
});

describe('a failure says where most of it happened', () => {
  it.each([
    ['errors', inTenSeconds('server-error'), [90, 100]],
    ['throttles', inTenSeconds('throttled'), [90, 100]],
    ['accuracy', { ...inTenSeconds('wrong'), expect: { accuracy: { minShare: 0.99 } } }, [90, 100]],
    [
      'latency',
      { latencyMs: (second: number) => (second >= 120 && second < 130 ? 900 : 20) },
      [120, 130],
    ],
    ['scaled-out, up to the limit', { steps: [], maxCapacity: 1 }, [25, 115]],
    [
      'scaled-out, up to in service',
      { steps: [{ ...SCALE_OUT, desiredAt: 110, inServiceAt: 150 }] },
      [25, 150],
    ],
  ] as const)('%s', (what, knobs, expected) => {
    const id = what.split(',')[0] as CheckId;
    expect(ofCheck(syntheticRun(knobs), id)).toEqual(['fail', expected]);
  });

  it('a target that was lost, from its last answer to the end', () => {
    const record = syntheticRun({
      outcomes: (second, sent) => (second < 48 ? { correct: sent } : { network: sent }),
    });
    expect(ofCheck(record, 'errors')).toEqual(['fail', [48, 180]]);
    expect(ofCheck(record, 'converged')).toEqual(['inconclusive', [48, 180]]);
  });

  it('a rate that was sent but not answered, where it was sent', () => {
    const record = syntheticRun({
      outcomes: (_second, sent) => ({ correct: sent * 0.5, 'server-error': sent * 0.5 }),
    });
    expect(ofCheck(record, 'reached-rate')).toEqual(['fail', [20, 180]]);
  });
});

describe('a doubt says where it arose', () => {
  it('a generator that lagged, in which seconds', () => {
    const record = syntheticRun({ lagMs: (second) => (second >= 30 && second < 40 ? 400 : 1) });
    expect(ofCheck(record, 'generator-lag')).toEqual(['inconclusive', [30, 40]]);
    expect(ofFinding(record, 'generator-overloaded')).toEqual([30, 40]);
  });

  it('a trigger that was not crossed, at its highest', () => {
    const planned = (second: number) => (second >= 50 && second < 55 ? 300 : 100);
    const record = syntheticRun({ steps: [], planned });
    expect(ofCheck(record, 'trigger-crossed')).toEqual(['inconclusive', [50, 55]]);
    expect(ofCheck(record, 'scaled-out')).toEqual(['inconclusive', [50, 55]]);
  });

  it('a run that was interrupted, at its end', () => {
    const end = { atMs: T0 + 180_000, how: 'interrupted', signal: null, message: '' } as const;
    expect(ofCheck(syntheticRun({ end }), 'load-delivered')).toEqual(['inconclusive', [179, 180]]);
  });

  it('what is skipped says nothing', () => {
    expect(ofCheck(syntheticRun({ expect: {} }), 'accuracy')).toEqual(['skipped', null]);
  });
});

describe('a finding spans all that shows it, by the local clock', () => {
  it('more datapoints than it cites', () => {
    const record = syntheticRun({ steps: [], maxCapacity: 1 });
    expect(ofFinding(record, 'at-max-capacity')).toEqual([20, 180]);
  });

  it('a setting, which held throughout, has no time', () => {
    const record = syntheticRun({ steps: [], scaleOutSuspended: true });
    expect(ofFinding(record, 'scaling-suspended')).toBeNull();
  });

  it('a wait, from what began it to what ended it', () => {
    expect(ofFinding(syntheticRun(), 'detection-could-be-faster')).toEqual([20.5, 41]);
  });
});
