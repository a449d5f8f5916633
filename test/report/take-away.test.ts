import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { Chart, PageData } from '../../src/report/html/chart-data.ts';
import { secondsAsCsv } from '../../src/report/html/client/seconds-csv.js';
import { chartedRun } from '../../src/report/html/page-data.ts';
import { renderHtml } from '../../src/report/html.ts';
import { HOSTILE, hostileTimeline, hostileVerdict } from './hostile.ts';
import { timeline, verdict } from './sample.ts';

const { data } = chartedRun(verdict, timeline);
const rowsOf = (of: PageData) =>
  parse(secondsAsCsv(of), { columns: true }) as Record<string, string>[];

describe('the seconds as CSV', () => {
  it('have a row a second with the values that the charts show', () => {
    const rows = rowsOf(data);
    expect(rows).toHaveLength(Math.ceil(data.to) - Math.floor(data.from));
    for (const { second, planned, latencyP99Ms } of timeline.load) {
      const row = rows.find((one) => Number(one.seconds_since_load_began) === second)!;
      expect(Number(row['requests: planned'])).toBe(planned);
      expect(Number(row['latency: p99 (ms)'])).toBeCloseTo(latencyP99Ms!, 2);
    }
    const before = rows.find((one) => one.seconds_since_load_began === '-2')!;
    expect(before['requests: planned']).toBe('');
    expect(before['instances: in service']).toBe('1');
  });

  it('hold a stepped value until the next, and no other beyond its own second', () => {
    const series = { color: 'main', line: 'solid', filled: false } as const;
    const chart = (id: string, stepped: boolean): Chart => ({
      ...{ id, group: 'model', title: id, caption: '', format: 'count', logarithmic: false },
      x: [0, 2.5, 6],
      series: [{ ...series, label: 'a', stepped, values: [1, 2, null] }],
    });
    const rows = rowsOf({
      from: 0,
      to: 7,
      charts: [chart('s', true), chart('p', false)],
      bands: [],
    });
    expect(rows.map((row) => row['s: a'])).toEqual(['1', '1', '2', '2', '2', '2', '']);
    expect(rows.map((row) => row['p: a'])).toEqual(['1', '', '2', '', '', '', '']);
  });

  it.each(Object.entries(HOSTILE))('neither break nor begin a formula: %s', (_, text) => {
    const hostile = chartedRun(hostileVerdict(text), hostileTimeline(text)).data;
    const [names = [], ...rows] = parse(secondsAsCsv(hostile)) as string[][];
    expect(rows.every((row) => row.length === names.length)).toBe(true);
    for (const name of names) expect(name).toMatch(/^[a-z]/);
  });
});

describe('the page', () => {
  it('shows the command as it is to be typed, with every space', () => {
    const command = "npx scaleproof run wine --set 'a=5 s' --seed 1";
    const page = renderHtml({ ...verdict, repeat: { command, incompleteBecause: null } }, timeline);
    expect(page).toContain(`>${command.replaceAll("'", '&#39;')}</pre>`);
  });

  it('holds the verdict whole, and links the files beside it', () => {
    const page = renderHtml(verdict, timeline);
    const [, json = ''] = /id="verdict-data">(.*?)<\/script>/s.exec(page) ?? [];
    expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(verdict)));
    expect(page).toContain('<a href="load.ndjson">');
    const elsewhere = renderHtml({ ...verdict, loadFrom: 'elsewhere' }, timeline);
    expect(elsewhere).not.toContain('<a href="load.ndjson">');
  });
});
