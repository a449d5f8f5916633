import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SCRIPT, STYLE_SHEET } from '../../src/report/history-page/assets.ts';
import { valueRange } from '../../src/report/history-page/client/value-range.js';
import { renderHistoryPage } from '../../src/report/history-page.ts';
import { HOSTILE } from './hostile.ts';
import { sampleTrends } from './sample-history.ts';

/** Without what is the same in every page. */
function bare(page: string): string {
  return page
    .replace(STYLE_SHEET, () => '/* style */')
    .replace(SCRIPT, () => '/* script */')
    .replaceAll(/sha256-[\w+/=]+/g, 'sha256-...')
    .replace(/(id="report-data">).*?(<\/script>)/s, '$1{}$2');
}

function dataOf(page: string) {
  return JSON.parse(/id="report-data">(.*?)<\/script>/s.exec(page)?.[1] ?? '');
}

/** Every tag with its attributes' names: what a browser would build, without the text. */
function skeleton(page: string): string[] {
  return [...bare(page).matchAll(/<(\/?[a-z][a-z0-9]*)((?:\s+[\w:-]+="[^"]*")*)\s*\/?>/gi)].map(
    ([, tag, attributes = '']) =>
      `${tag} ${[...attributes.matchAll(/([\w:-]+)="/g)].map(([, name]) => name).join(' ')}`,
  );
}

const links = new Map([['night-0029', 'reports/night-0029/report.html']]);

describe('the history page', () => {
  it('matches its golden', async () => {
    const page = renderHistoryPage(sampleTrends(), links);
    await expect(bare(page)).toMatchFileSnapshot('../golden/report/history.html');
  });

  it('says without its script what changed, what is normal, and how the runs ended', () => {
    const page = bare(renderHistoryPage(sampleTrends(), links)).replaceAll('\u00a0', ' ');
    expect(page).toMatch(/Worse<\/strong> since 2026-01-23 \(c0ffee\w+\), last good 2026-01-22/);
    expect(page).toContain('Latency p99, after scale-out +10 %');
    expect(page).toMatch(/Accepted<\/strong> from 2026-01-23 on:.*\(larger model\)/);
    expect(page.match(/FAIL<\/span><\/td>/g)).toHaveLength(1);
    expect(page.match(/href="reports\/night-0029\/report.html"/g)).toHaveLength(1);
  });

  it('has each run and value, rounded, in its data', () => {
    const [wine] = dataOf(renderHistoryPage(sampleTrends(), links)).all;
    expect(wine.runs).toHaveLength(30);
    expect(wine.runs[7]).toMatchObject({ status: 'fail', open: ['latency: service-too-slow'] });
    expect(wine.runs[29].report).toBe('reports/night-0029/report.html');
    const [p99, provisioning, errors] = wine.charts;
    expect(p99.values.slice(0, 3)).toEqual([100, 102, 104]);
    expect(p99.low[1]).toBe(91.8);
    expect(p99.marks).toEqual([
      { index: 22, kind: 'accepted', text: 'accepted' },
      { index: 22, kind: 'worse', text: '+10 %' },
    ]);
    expect(provisioning.values.slice(0, 5)).toEqual([null, null, null, null, 244]);
    expect([errors.low, errors.high]).toEqual([[], []]);
  });

  it('allows only its own script and style, and names no other host', () => {
    const page = bare(renderHistoryPage(sampleTrends(), links));
    expect(page).toContain(`default-src 'none'`);
    expect(page).not.toContain('unsafe-inline');
    expect(page).not.toMatch(/(?:src|href)="(?!data:,"|reports\/)/);
    expect(page).not.toMatch(/https?:/);
  });

  it.each(Object.entries(HOSTILE))('never lets %s become markup', (_, text) => {
    const page = renderHistoryPage(sampleTrends(text), new Map());
    const harmless = renderHistoryPage(sampleTrends('text'), new Map());
    expect(skeleton(page)).toEqual(skeleton(harmless));
    expect(() => dataOf(page)).not.toThrow();
  });

  it('embeds all its script and style files, without modules or names that clash', () => {
    const folder = new URL('../../src/report/history-page/', import.meta.url);
    for (const file of readdirSync(new URL('client', folder))) {
      const text = readFileSync(new URL(`client/${file}`, folder), 'utf8');
      const [telling = 'not found'] =
        /^(?:const \w+ =)/m.exec(text.replaceAll('export ', '')) ?? [];
      expect([file, SCRIPT.includes(telling)]).toEqual([file, true]);
    }
    expect(STYLE_SHEET).toContain('.multiples {');
    expect(/^(?:import|export)\b|\/\*\*$/m.exec(SCRIPT)).toBeNull();
    expect(() => new Function(SCRIPT)).not.toThrow();
  });

  it('renders a series without metrics, and a history of one run', () => {
    const [one] = sampleTrends();
    const page = renderHistoryPage(
      [{ ...one!, runs: one!.runs.slice(0, 1), trends: [] }],
      new Map(),
    );
    expect(page).toContain('1 run in 1 series');
  });
});

describe('the range of a chart', () => {
  const around = (value: number, spread: number) =>
    Array.from({ length: 100 }, (_, index) => value + spread * Math.sin(index));

  it('holds all values of an ordinary series', () => {
    const values = around(100, 20);
    const [from, to] = valueRange(values, []);
    expect(from).toBeLessThan(Math.min(...values));
    expect(to).toBeGreaterThan(Math.max(...values));
    expect(to - from).toBeLessThan(60);
  });

  it('makes no mountain of noise', () => {
    const [from, to] = valueRange(around(100, 0.5), []);
    expect(to - from).toBeGreaterThan(20);
  });

  it('is not that of one night of timeouts', () => {
    const [, to] = valueRange([...around(100, 5), 30_000], []);
    expect(to).toBeLessThan(150);
  });

  it.each([[[]], [[null]], [[0]], [[0, 0, 0]], [[5]], [[-1, 1]]])('is one for %j', (values) => {
    const [from, to] = valueRange(values, [null]);
    expect(to).toBeGreaterThan(from);
  });
});
