import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadPoint, loadSeconds, sketchOver } from '../../src/analysis/load-seconds.ts';
import { loadTotals } from '../../src/analysis/load-totals.ts';
import type { LoadEvent, LoadSample } from '../../src/record/load-events.ts';
import { sketchLine, syntheticRun } from '../verdict/synthetic-run.ts';

const { load } = syntheticRun({ workers: 3, loadSeconds: 20 });

describe('loadSeconds', () => {
  it('gives the same seconds whatever the order of the lines', () => {
    const expected = loadSeconds(load).map(loadPoint);
    fc.assert(
      fc.property(fc.shuffledSubarray([...load], { minLength: load.length }), (shuffled) => {
        expect(loadSeconds(shuffled).map(loadPoint)).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });

  it('merges the sketches of workers and does not average their percentiles', () => {
    const [first] = load.filter((event) => event.type === 'sample');
    const fast = { ...first!, worker: 1, latencyMs: sketchLine(10, 900) };
    const slow = { ...first!, worker: 2, latencyMs: sketchLine(1_000, 100) };
    const [second] = loadSeconds([fast, slow]);
    expect(second!.latencyMs.count).toBe(1_000);
    expect(loadPoint(second!).latencyP50Ms).toBeCloseTo(10.1, 0);
    expect(loadPoint(second!).latencyP95Ms).toBeGreaterThan(890);
  });

  it('does not change its seconds when they are merged over time', () => {
    const seconds = loadSeconds(load);
    const before = seconds.map((second) => second.latencyMs.count);
    sketchOver(seconds, 'latencyMs');
    expect(seconds.map((second) => second.latencyMs.count)).toEqual(before);
  });

  it('leaves a second that nobody reported out', () => {
    const holey = load.filter((event) => event.type !== 'sample' || event.second !== 7);
    expect(loadSeconds(holey).map((second) => second.second)).not.toContain(7);
  });
});

describe('what did not end correctly', () => {
  const samples = load.filter((event) => event.type === 'sample');
  /** The sample of a worker and second, with these outcomes. */
  const sampleOf = (worker: number, second: number, changes: Partial<LoadSample>): LoadSample => ({
    ...samples.find((event) => event.worker === worker && event.second === second)!,
    outcomes: {},
    ...changes,
  });
  const byDue = (...events: LoadEvent[]) =>
    loadSeconds(events).map((second) => [second.second, second.outcomesByDue]);

  it('counts in the second it was due, over all workers, and totals stay the same', () => {
    const events = [
      sampleOf(1, 2, { outcomes: { correct: 9 } }),
      sampleOf(2, 2, { outcomes: { timeout: 1 } }),
      sampleOf(1, 12, { outcomes: { correct: 5, timeout: 7 }, dueEarlier: { timeout: { 10: 6 } } }),
      sampleOf(2, 12, { outcomes: { timeout: 3 }, dueEarlier: { timeout: { 10: 3 } } }),
    ];
    expect(byDue(...events)).toEqual([
      [2, { correct: 9, timeout: 10 }],
      [12, { correct: 5, timeout: 1 }],
    ]);
    expect(loadSeconds(events).map(({ outcomes }) => outcomes)).toEqual([
      { correct: 9, timeout: 1 },
      { correct: 5, timeout: 10 },
    ]);
  });

  it('counts where it ended in a record that does not say, or lacks the second', () => {
    expect(
      byDue(
        sampleOf(1, 3, { outcomes: { timeout: 4 } }),
        sampleOf(1, 13, { outcomes: { timeout: 2 }, dueEarlier: { timeout: { 9: 2 } } }),
      ),
    ).toEqual([
      [3, { timeout: 4 }],
      [13, { timeout: 2 }],
    ]);
  });

  it('never moves more than ended, whatever a damaged record says', () => {
    const events = [
      sampleOf(1, 3, {}),
      sampleOf(1, 4, { outcomes: { timeout: 2 }, dueEarlier: { timeout: { 1: 99 } } }),
    ];
    expect(byDue(...events)).toEqual([
      [3, { timeout: 2 }],
      [4, {}],
    ]);
  });
});

describe('loadTotals', () => {
  it('counts cold starts where answers told of them, and does not make up a zero', () => {
    const silent = load.map((event): LoadEvent => {
      if (event.type !== 'sample' && event.type !== 'end') return event;
      const { coldStarts: _, ...rest } = event;
      return rest;
    });
    expect(loadTotals(silent, true).coldStarts).toBeNull();
    const told = silent.map((event) => {
      if (event.type === 'sample' && event.worker !== 3) return { ...event, coldStarts: 1 };
      return event.type === 'end' && event.worker === 1 ? { ...event, coldStarts: 20 } : event;
    });
    // Worker 1 by its end line, worker 2 by its seconds (cut off before its end), worker 3 never told.
    const cut = told.filter((event) => event.type !== 'end' || event.worker === 1);
    const seconds = cut.filter((event) => event.type === 'sample' && event.worker === 2).length;
    expect(loadTotals(cut, false).coldStarts).toBe(20 + seconds);
  });

  const planned = 20 * 100;

  it('takes the end lines of a run that ended', () => {
    expect(loadTotals(load, true)).toMatchObject({ planned, sent: planned, notSent: 0 });
  });

  it('counts what was due until the last line of a run that was cut off', () => {
    const cut = load.filter((event) => event.type === 'sample' && event.second < 5);
    expect(loadTotals(cut, false)).toMatchObject({ planned: 500, sent: 500, notSent: 0 });
  });

  it('counts the whole share of a worker that died in a run that went on', () => {
    const lost = load.filter(
      (event) =>
        event.worker !== 2 ||
        event.type === 'start' ||
        (event.type === 'sample' && event.second < 5),
    );
    const totals = loadTotals(lost, true);
    expect(totals).toMatchObject({ planned, lostWorkers: 1 });
    expect(totals.notSent).toBeGreaterThan(480);
  });

  it('does not owe what a stopped worker never came to', () => {
    const stopped = load.flatMap((event): LoadEvent[] => {
      if (event.type === 'sample') return event.second < 5 ? [event] : [];
      if (event.type !== 'end') return [event];
      const sent = Math.round(event.sent / 4);
      return [{ ...event, sent, notSent: { stopped: event.planned - sent }, reason: 'stopped' }];
    });
    expect(loadTotals(stopped, false)).toMatchObject({ planned: 500, stoppedWorkers: 3 });
  });

  it('tells workers that never reported', () => {
    const alone = load.filter((event) => event.worker === 1);
    expect(loadTotals(alone, true)).toMatchObject({ expectedWorkers: 3, absentWorkers: 2 });
  });

  it('is all zeros without load', () => {
    expect(loadTotals([], true)).toMatchObject({ planned: 0, sent: 0, completed: 0, outcomes: {} });
  });
});
