import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { renderLive, renderProgressLine } from '../../src/report/live.ts';
import { LIVE_STEPS, type LiveStep, type LiveView } from '../../src/report/live-view.ts';
import { HOSTILE, hostileTimeline } from './hostile.ts';
import { emptyTimeline, timeline, timelineUntil } from './sample.ts';

const viewAt = (seconds: number, more: Partial<LiveView> = {}): LiveView => ({
  step: 'load',
  elapsedSeconds: seconds,
  totalSeconds: 140,
  timeline: timelineUntil(seconds),
  ...more,
});

/** Of a run with `watch: none`. */
const unwatchedUntil = (seconds: number): LiveView['timeline'] => ({
  ...timelineUntil(seconds),
  ...{ instances: [], metrics: [], target: null, unwatched: true },
});

describe('the live screen', () => {
  it.each([
    [80, 24],
    [120, 40],
    [60, 30],
    [60, 14],
  ])('matches its golden at %i by %i', async (columns, rows) => {
    const screen = renderLive(viewAt(64), { columns, rows, color: false });
    await expect(`${screen}\n`).toMatchFileSnapshot(`../golden/report/live-${columns}x${rows}.txt`);
  });

  it.each([[80], [60]])('at %i columns has no panel of what nobody watches', (columns) => {
    const view = viewAt(64, { timeline: unwatchedUntil(64) });
    const screen = renderLive(view, { columns, rows: 24, color: false });
    expect(screen).toMatch(/planned [\d,]+\/s/);
    expect(screen).toMatch(/p99 \d/);
    expect(screen).not.toMatch(/Instances|desired|target|n\/a/);
  });

  it('fits any terminal, at any moment of a run', () => {
    const view = fc.record({
      step: fc.constantFrom(...(Object.keys(LIVE_STEPS) as LiveStep[])),
      elapsedSeconds: fc.integer({ min: 0, max: 10_000 }),
      totalSeconds: fc.option(fc.integer({ min: 0, max: 10_000 })),
      timeline: fc.oneof(
        fc.integer({ min: 0, max: 200 }).map(timelineUntil),
        fc.integer({ min: 0, max: 200 }).map(unwatchedUntil),
        fc.constantFrom(emptyTimeline, ...Object.values(HOSTILE).map(hostileTimeline)),
      ),
      message: fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom(...Object.values(HOSTILE)),
      ),
    });
    const size = fc.tuple(fc.integer({ min: 1, max: 240 }), fc.integer({ min: 2, max: 70 }));
    fc.assert(
      fc.property(view, size, fc.boolean(), (any, [columns, rows], color) => {
        const lines = renderLive(any, { columns, rows, color }).split('\n');
        expect(lines.length).toBeLessThanOrEqual(rows - 1);
        for (const line of lines) {
          expect(stringWidth(stripVTControlCharacters(line))).toBeLessThanOrEqual(columns);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('has no escape sequences without colour, and the same text with colour', () => {
    const screen = renderLive(viewAt(64), { columns: 100, rows: 40, color: false });
    const colored = renderLive(viewAt(64), { columns: 100, rows: 40, color: true });
    expect(screen).not.toContain('\u001b');
    expect(colored).toContain('\u001b[');
    expect(stripVTControlCharacters(colored)).toBe(screen);
  });

  it('keeps the figures when plots do not fit', () => {
    const screen = renderLive(viewAt(64), { columns: 80, rows: 9, color: false });
    expect(screen).toContain('842/s');
    expect(screen).toContain('1 -> 2');
    expect(screen).not.toContain('┤');
  });

  it('leaves a gap where no request ended', () => {
    const stalled = {
      ...timeline,
      load: timelineUntil(30).load.map((point) => ({
        ...point,
        latencyP50Ms: null,
        latencyP95Ms: null,
        latencyP99Ms: null,
      })),
    };
    const screen = renderLive(viewAt(30, { timeline: stalled }), {
      columns: 60,
      rows: 40,
      color: false,
    });
    const latency = screen.slice(screen.indexOf('Latency'), screen.indexOf('Answers'));
    expect(latency.replace(/^.*\n/, '')).not.toMatch(/[─╭╮╯╰]/);
  });
});

describe('the progress line', () => {
  it('is one line with every figure', () => {
    expect(renderProgressLine(viewAt(64, { message: 'two\nlines' }))).toBe(
      '1:04 of 2:20 load | planned 842/s achieved 842/s | p50 2.6 s p99 3.1 s | ok 25,079 wrong 530 errors 0 | instances 1 -> 2 | InvocationsPerInstance 41,784 per minute, target 24,000 | two lines',
    );
  });

  it('shows n/a for what is not known yet', () => {
    const line = renderProgressLine(viewAt(0, { timeline: emptyTimeline, totalSeconds: null }));
    expect(line).toContain('planned n/a');
    expect(line).toContain('target unknown');
  });
});
