import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventTiming } from '../../src/analysis/event-timing.ts';
import { type ScalingEvent, STAGE_IDS, type StageId } from '../../src/analysis/scaling-event.ts';
import type { StageMoment } from '../../src/analysis/stages/stage-moment.ts';
import { lagRows } from '../../src/report/lag-words.ts';
import { stageRows } from '../../src/report/stage-rows.ts';

/** @param seconds of each stage in the order of STAGE_IDS, null where it was not measured */
function event(seconds: readonly (number | null)[], plusMinusSeconds = 0.5): ScalingEvent {
  const moments = STAGE_IDS.map((id, place): [StageId, StageMoment] => {
    const at = seconds[place] ?? null;
    return [
      id,
      {
        status: at === null ? 'missing' : 'measured',
        atMs: at === null ? null : at * 1_000,
        plusMinusSeconds: at === null ? null : plusMinusSeconds,
        source: '',
        resolutionSeconds: null,
        note: '',
      },
    ];
  });
  return {
    direction: 'out',
    fromInstances: 1,
    toInstances: 2,
    ...eventTiming(Object.fromEntries(moments) as Record<StageId, StageMoment>),
  };
}

const asText = (of: ScalingEvent) =>
  lagRows(of).map(({ name, took, plusMinus, share }) => [name, took, plusMinus, share].join(' | '));

describe('the lag of a scaling event', () => {
  it('is split into parts with their shares', () => {
    expect(asText(event([0, 60, 187, 188, 190, 412, 420]))).toEqual([
      'detection | 187.0 s | ±1.0 s | 45 % of 412 s',
      'decision | 3.0 s | ±1.0 s | < 1 % of 412 s',
      'provisioning | 222.0 s | ±1.0 s | 54 % of 412 s',
      'recovery | 8.0 s | ±1.0 s | afterwards',
    ]);
  });

  it.each<[string, (number | null)[], string[]]>([
    [
      'names two parts together where the moment between them is not known',
      [0, 60, null, 188, 190, 412, null],
      ['detection and decision | 190.0 s', 'provisioning | 222.0 s'],
    ],
    [
      'has no shares without a total',
      [0, 60, 187, 188, 190, null, null],
      ['detection | 187.0 s', 'decision | 3.0 s'],
    ],
    [
      'begins with what is known first',
      [null, null, null, 188, 190, 412, null],
      ['decision | 2.0 s', 'provisioning | 222.0 s'],
    ],
    ['is not told by one moment alone', [null, null, null, null, null, 412, null], []],
    [
      'says so where a wait was too short to be seen',
      [0, 60, 187, 187, 187, 412, null],
      ['detection | 187.0 s', 'decision | same time', 'provisioning | 225.0 s'],
    ],
    [
      'does not say so where the sources disagree by more than they may',
      [0, 60, 187, 187, 180, 412, null],
      ['detection | 187.0 s', 'decision | 0.0 s', 'provisioning | 225.0 s'],
    ],
  ])('%s', (_, seconds, expected) => {
    expect(lagRows(event(seconds)).map(({ name, took }) => `${name} | ${took}`)).toEqual(expected);
  });

  it('parts are contiguous and not negative, and shares add up to one', () => {
    const moment = fc.option(fc.integer({ min: 0, max: 1_000 }));
    fc.assert(
      fc.property(fc.array(moment, { minLength: 7, maxLength: 7 }), (seconds) => {
        const parts = event(seconds).lag.parts;
        for (const [index, part] of parts.entries()) {
          expect(part.seconds).toBeGreaterThanOrEqual(0);
          if (index > 0) expect(part.fromMs).toBe(parts[index - 1]!.toMs);
        }
        const names = parts.flatMap((part) => part.names);
        expect(new Set(names).size).toBe(names.length);
      }),
    );
    const rising = fc
      .uniqueArray(fc.integer({ min: 0, max: 1_000 }), { minLength: 7, maxLength: 7 })
      .map((seconds) => seconds.sort((left, right) => left - right));
    fc.assert(
      fc.property(rising, (seconds) => {
        const shares = event(seconds).lag.parts.map((part) => part.share ?? 0);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
      }),
    );
  });
});

describe('the four durations for scripts', () => {
  it('are in seconds, each with the uncertainty of both ends', () => {
    expect(event([0, 60, 187, 188, 190, 412, 420]).lag).toMatchObject({
      detectionSeconds: { value: 187, plusMinus: 1 },
      decisionSeconds: { value: 3, plusMinus: 1 },
      provisioningSeconds: { value: 222, plusMinus: 1 },
      recoverySeconds: { value: 8, plusMinus: 1 },
    });
  });

  it.each<[string, (number | null)[], (number | null)[]]>([
    [
      'where the moment between two parts is unknown',
      [0, 60, null, 188, 190, 412, 420],
      [null, null, 222, 8],
    ],
    [
      'where a part began before what is known first',
      [null, 60, 187, 188, 190, 412, null],
      [null, 3, 222, null],
    ],
    [
      'of an event that never came into service',
      [0, 60, 187, 188, 190, null, null],
      [187, 3, null, null],
    ],
    [
      'of an event of which one moment is known',
      [null, null, null, null, null, 412, null],
      [null, null, null, null],
    ],
  ])('are null rather than half a wait %s', (_, seconds, expected) => {
    const { lag } = event(seconds);
    const waits = [
      lag.detectionSeconds,
      lag.decisionSeconds,
      lag.provisioningSeconds,
      lag.recoverySeconds,
    ];
    expect(waits.map((wait) => wait?.value ?? null)).toEqual(expected);
  });
});

describe('the wait for a stage', () => {
  it.each<[string, number, number, string]>([
    ['is none where the two moments cannot be told apart', 60, 0.5, 'same time'],
    ['is none where the sources have them the other way round', 59.5, 0.5, 'same time'],
    ['is zero where they disagree by more than they may', 50, 0.5, '+0.0 s'],
    ['is a figure as soon as it is one', 60.2, 0.5, '+0.2 s'],
  ])('%s', (_, alarm, plusMinus, text) => {
    const rows = stageRows(event([0, 60, alarm, null, null, null, null], plusMinus), 0);
    expect(rows[2]?.wait).toBe(text);
  });
});
