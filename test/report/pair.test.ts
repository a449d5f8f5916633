import { describe, expect, test } from 'vitest';
import type { Timeline } from '../../src/analysis/timeline.ts';
import type { Pair } from '../../src/history/compare-pair.ts';
import type { Chart, ChartSeries } from '../../src/report/html/chart-data.ts';
import type { ShownRuns } from '../../src/report/pair-page/drawn-run.ts';
import { chartedPair } from '../../src/report/pair-page/lanes.ts';
import { mergedLines } from '../../src/report/pair-page/merge-charts.ts';
import { renderPairPage } from '../../src/report/pair-page.ts';
import { renderPair } from '../../src/report/pair-terminal.ts';
import { pairHeadline, pairNames, pairNotes } from '../../src/report/pair-words.ts';
import { palette } from '../../src/report/palette.ts';
import { KEY } from '../history/entries.ts';
import { HOSTILE, hostileTimeline, hostileVerdict } from './hostile.ts';
import { emptyTimeline, emptyVerdict, timeline, verdict } from './sample.ts';
import { LATER_SECONDS, p99, pairOf, RUNS, SLOWER } from './sample-pair.ts';

/** What is read of the page: not its script, not its styles. */
function mainOf(pair: Pair, runs: ShownRuns): string {
  const page = renderPairPage(pair, runs);
  return page.slice(page.indexOf('<main>'), page.indexOf('</main>')).replaceAll('\u00a0', ' ');
}

const series = (values: ChartSeries['values'], stepped: boolean): ChartSeries => ({
  ...{ label: '', color: 'main', line: 'solid', filled: false },
  ...{ values, stepped },
});

describe('lines of two runs on one x', () => {
  const merged = (stepped: boolean) =>
    mergedLines([
      { x: [0, 10, 20, 30], series: [series([1, 3, null, 5], stepped)] },
      { x: [-5, 4, 25, 40], series: [series([8, 8, 9, 9], stepped)] },
    ]);

  test('a step holds its value, and its gap, until its next moment', () => {
    const { x, series } = merged(true);
    expect(x).toEqual([-5, 0, 4, 10, 20, 25, 30, 40]);
    expect(series[0]!.values).toEqual([null, 1, 1, 3, null, null, 5, null]);
    expect(series[1]!.values).toEqual([8, 8, 8, 8, 8, 9, 9, 9]);
  });

  test('a straight line passes through the moments of the other, and has no gap but its own', () => {
    const { series } = merged(false);
    expect(series[0]!.values).toEqual([null, 1, 1.8, 3, null, null, 5, null]);
    expect(series[1]!.values).toEqual([8, 8, 8, 8.286, 8.762, 9, 9, 9]);
  });
});

describe('the lanes', () => {
  const { data, events } = chartedPair(RUNS);
  const chart = (id: string): Chart => data.charts.find((one) => one.id === id)!;
  const line = (id: string, label: string) => {
    const { x, series } = chart(id);
    const { values } = series.find((one) => one.label === label)!;
    return (second: number) => values[x.findLastIndex((at) => at <= second)];
  };

  test('all end and begin together', () => {
    for (const { x, series } of data.charts) {
      expect([x[0], x.at(-1)]).toEqual([data.from, data.to]);
      for (const { values } of series) expect(values).toHaveLength(x.length);
    }
  });

  test('both loads begin at 0, whatever the day', () => {
    const second = 30;
    const alone = timeline.load[second]!.latencyP99Ms!;
    expect(line('pair-latency', 'A p99')(second + 0.5)).toBeCloseTo(alone, 2);
    expect(line('pair-latency', 'B p99')(second + 0.5)).toBeCloseTo(alone * SLOWER, 2);
  });

  test('instances step where each run had them', () => {
    const [a, b] = ['A', 'B'].map((run) => line('pair-instances', `${run} in service`));
    expect([67, 68.5, 68 + LATER_SECONDS + 0.5].map(a!)).toEqual([1, 2, 2]);
    expect([67, 68.5, 68 + LATER_SECONDS + 0.5].map(b!)).toEqual([1, 1, 2]);
  });

  test('what both share is one line: plan, target and limit', () => {
    const labels = (id: string) => chart(id).series.map(({ label }) => label);
    expect(labels('pair-requests')).toEqual(['planned', 'B answered', 'A answered']);
    expect(labels('pair-tracked')).toContain('target');
    expect(labels('pair-latency')).toContain('limit');
  });

  test('an interrupted run had the same plan, as far as it went', () => {
    const cut = {
      ...RUNS.b,
      timeline: { ...RUNS.b.timeline, load: RUNS.b.timeline.load.slice(0, 50) },
    };
    const [requests] = chartedPair({ ...RUNS, b: cut }).data.charts;
    expect(requests!.series.map(({ label }) => label)).toContain('planned');
    expect(requests!.series[0]!.values.filter((value) => value !== null)).toHaveLength(
      timeline.load.length,
    );
  });

  test('other targets, bounds and plans are told apart; other metrics are not on one scale', () => {
    const load = RUNS.b.timeline.load.map((point) => ({ ...point, planned: point.planned + 1 }));
    const target = { ...timeline.target!, perMinute: 12_000 };
    const b = { ...RUNS.b, timeline: { ...RUNS.b.timeline, load, target } };
    const all = chartedPair({ ...RUNS, b }).data.charts.flatMap((one) =>
      one.series.map(({ label }) => label),
    );
    expect(all).toEqual(expect.arrayContaining(['A planned', 'B planned', 'A target', 'B target']));
    const other: Timeline = {
      ...timeline,
      metrics: timeline.metrics.map((one) => ({ ...one, metric: 'Other' })),
      target: { ...timeline.target!, metric: 'Other' },
    };
    const ids = chartedPair({
      ...RUNS,
      b: { ...RUNS.b, timeline: other },
    }).data.charts.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['pair-tracked-a', 'pair-tracked-b']));
  });

  test('a run that would lie flat on the axis of the other has charts of its own', () => {
    const load = RUNS.b.timeline.load.map((point) => ({
      ...point,
      ...{ planned: 2, completed: 2 },
    }));
    const b = { ...RUNS.b, timeline: { ...RUNS.b.timeline, load } };
    const { charts } = chartedPair({ ...RUNS, b }).data;
    expect(charts.map(({ title }) => title)).toEqual(
      expect.arrayContaining(['A: Requests/s', 'B: Requests/s', 'Instances']),
    );
  });

  test('the scale-outs of both stand above the lanes, those of A first', () => {
    expect(events.map(({ letter, from }) => [letter, from])).toEqual([
      ...[
        ['A1', 0],
        ['A2', 0],
        ['B1', 0],
        ['B2', 0],
      ],
    ]);
    expect(events.map(({ row }) => row)).toEqual([0, 1, 2, 3]);
    expect(events[0]!.bands.map(({ tag }) => tag)).toContain('A1.6');
    const inService = ({ bands }: (typeof events)[0]) =>
      bands.find(({ tag }) => tag.endsWith('.6'))!;
    expect(inService(events[2]!).to - inService(events[0]!).to).toBe(LATER_SECONDS);
  });

  test('A is dashed and B solid, each in its colour', () => {
    const lines = data.charts.flatMap((one) => one.series);
    const looks = (letter: string) => [
      ...new Set(
        lines
          .filter(({ label }) => label.startsWith(letter))
          .map(({ color, line }) => `${color.replace('-soft', '')} ${line}`),
      ),
    ];
    expect([looks('A '), looks('B ')]).toEqual([['run-a dashed'], ['run-b solid']]);
  });
});

describe('in words', () => {
  test('runs are named by what tells them apart', () => {
    expect(pairNames(pairOf({ label: 'old' }, { label: 'new' }))).toEqual({ a: 'old', b: 'new' });
    expect(
      pairNames(pairOf({ key: { scenario: 'dog-a' } }, { key: { scenario: 'dog-b' } })),
    ).toEqual({ a: 'dog-a', b: 'dog-b' });
    expect(pairNames(pairOf({}, { key: { engine: 'k6' } }))).toEqual({ a: 'artillery', b: 'k6' });
    expect(pairNames(pairOf({}, {}))).toEqual({ a: 'before', b: 'after' });
    expect(pairNames(pairOf({ startedAtMs: 9e12 }, {})).a).toBe('later run');
  });

  test('a difference is never claimed by one run per side', () => {
    expect(pairHeadline(pairOf())).toBe(
      'Latency p99 (after scale-out) rose from 24 ms to 41 ms (+70.8 %): indicated, but not shown, by one run per side.',
    );
    expect(pairHeadline(pairOf({}, { metrics: p99(25, 20, 30) }))).toBe(
      'Latency p99 (after scale-out) rose from 24 ms to 25 ms (+4.17 %): not shown by one run per side.',
    );
    expect(pairNotes(pairOf())).toContain(
      'The runs differ in scaling policy: any difference may come from that.',
    );
  });

  test('instead of a change, the reason why there is none', () => {
    const dogs = pairOf({ key: { scenario: 'dog-a' } }, { key: { scenario: 'dog-b', phases: [] } });
    expect(pairHeadline(dogs)).toBe(
      'Latency p99 (after scale-out): 24 ms in A, 41 ms in B; not compared.',
    );
    expect(pairNotes(dogs)).toEqual([
      'A and B were not asked the same: scenario and load phases differ.',
    ]);
    const page = mainOf(dogs, RUNS);
    expect(page).not.toContain('data-name="change"');
    expect(page).toContain('A and B were not asked the same');
    expect(pairHeadline(pairOf({ metrics: {} }, {}))).toMatch(/^No metric is known in both runs/);
  });

  test('the terminal says the same in 80 columns', () => {
    const text = renderPair(pairOf(), 80, palette(false));
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(text).toMatch(/^A: before, night-0000: PASS\nB: after, night-0001: PASS\n/);
    expect(text).toMatch(/^metric +A +B +change/m);
    expect(text).toMatch(/24 ms +41 ms +\+70.8 % +looks worse/);
  });
});

describe('the page', () => {
  const page = mainOf(pairOf(), RUNS);
  const text = page.replace(/<[^>]*>/g, ' ');

  test('has both headlines, and links to the page there is', () => {
    expect(text).toContain('It scales, and is slower.');
    expect(text).toContain('holds 1,000 requests/s');
    expect(page.match(/<a href="[^"]*"/g)).toEqual(['<a href="2026-a/report.html"']);
  });

  test('subtracts stages with their errors', () => {
    expect(page).toContain('<td class="number beyond" data-name="B − A">+20.0 s ± 2.0 s</td>');
    expect(page).toContain('<td class="number within" data-name="B − A">0.0 s ± 0.4 s</td>');
  });

  test('opens the checks that differ, those that changed sides first; the rest is a line', () => {
    const checks = verdict.checks.map((check) =>
      check.id === 'latency'
        ? { ...check, status: 'pass' as const, observed: 'p99 200 ms' }
        : check,
    );
    const changed = mainOf(pairOf(), {
      ...RUNS,
      b: { ...RUNS.b, verdict: { ...RUNS.b.verdict, checks } },
    });
    const section = changed.slice(changed.indexOf('id="checks"'), changed.indexOf('id="settings"'));
    expect(section.match(/<th scope="row">/g)).toHaveLength(1);
    expect(section).toContain('p99 200 ms');
    expect(section).toMatch(/The same in both: .*errors \(pass\)/);
    expect(page.slice(page.indexOf('id="checks"'))).not.toContain('pair-checks');
  });

  test('lists the settings that differ, also those of the load', () => {
    const phases = [{ durationSeconds: 90, startRps: 10, endRps: 10 }];
    const other = mainOf(pairOf({}, { key: { phases } }), {
      ...RUNS,
      b: { ...RUNS.b, verdict: { ...RUNS.b.verdict, scenario: { ...verdict.scenario, seed: 7 } } },
    });
    const rows = other.slice(other.indexOf('id="settings"'));
    expect(rows).toContain(
      '<th scope="row">load phases</th><td data-name="A">10 to 1,000/s for 1:00</td><td data-name="B">10/s for 1:30</td>',
    );
    expect(rows).toContain('<th scope="row">Seed</th><td data-name="A">42</td>');
  });

  test('shows runs without samples, without AWS, and nothing at all', () => {
    const none = { verdict: emptyVerdict, timeline: emptyTimeline, href: null };
    const half = mainOf(pairOf({ ended: 'cut-off' }, {}), { ...RUNS, a: none });
    expect(half).toContain('No load samples');
    expect(half).toContain('A did not complete');
    expect(half).toContain('chart-pair-latency');
    const nothing = mainOf(pairOf({ metrics: {} }, { metrics: {} }), { a: none, b: none });
    expect(nothing).toContain('No data to chart.');
    expect(nothing).toContain('Neither run scaled out.');
    expect(nothing).toContain('No checks ran.');
  });

  test.each(Object.entries(HOSTILE))('%s is only text', (_, text) => {
    const run = { verdict: hostileVerdict(text), timeline: hostileTimeline(text), href: text };
    const hostile = renderPairPage(
      pairOf({ label: text, runId: text }, { label: `${text}2`, key: { ...KEY, scenario: text } }),
      { a: run, b: run },
    );
    expect(/<(?:img|b|testcase)\b/.test(hostile)).toBe(false);
    expect(hostile.includes('<script>document')).toBe(false);
    expect(hostile.includes('\u001b')).toBe(false);
    expect(hostile.match(/<script/g)).toHaveLength(2);
    expect(renderPair(pairOf({ label: text }, { label: 'b' }), 80, palette(false))).not.toMatch(
      /[\u001b\u009b\u202e]/,
    );
  });
});
