import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SCRIPT, STYLE_SHEET } from '../../src/report/html/assets.ts';
import { unpack } from '../../src/report/html/client/unpack.js';
import { renderHtml } from '../../src/report/html.ts';
import { HOSTILE, hostileTimeline, hostileVerdict } from './hostile.ts';
import { emptyTimeline, emptyVerdict, timeline, verdict } from './sample.ts';

/** The page without what is the same in every page, so that a golden shows what matters. */
function bare(page: string): string {
  return page
    .replace(STYLE_SHEET, () => '/* style */')
    .replace(SCRIPT, () => '/* script */')
    .replaceAll(/sha256-[\w+/=]+/g, 'sha256-...')
    .replaceAll(/(id="(?:report|verdict)-data">).*?(<\/script>)/gs, '$1{}$2');
}

function dataOf(page: string) {
  const [, json = ''] = /id="report-data">(.*?)<\/script>/s.exec(page) ?? [];
  return unpack(JSON.parse(json));
}

/** Every tag with its attributes' names: what a browser would build, without the text. */
function skeleton(page: string): string[] {
  return [...bare(page).matchAll(/<(\/?[a-z][a-z0-9]*)((?:\s+[\w:-]+="[^"]*")*)\s*\/?>/gi)].map(
    ([, tag, attributes = '']) =>
      `${tag} ${[...attributes.matchAll(/([\w:-]+)="/g)].map(([, name]) => name).join(' ')}`,
  );
}

describe('the HTML report', () => {
  it('matches its golden', async () => {
    const page = renderHtml(verdict, timeline);
    await expect(bare(page)).toMatchFileSnapshot('../golden/report/report.html');
  });

  it('matches its golden when nothing was measured', async () => {
    const page = renderHtml(emptyVerdict, emptyTimeline);
    await expect(bare(page)).toMatchFileSnapshot('../golden/report/empty.html');
  });

  it('allows only its own script and style, and names no other host', () => {
    const page = renderHtml(verdict, timeline);
    expect(page).toContain(`default-src 'none'`);
    expect(page).not.toContain('unsafe-inline');
    // Files beside the page are named without a folder.
    expect(bare(page)).not.toMatch(/(?:src|href)="(?!data:,"|#|[\w-]+\.\w+")/);
    // The target, as text.
    expect(bare(page).replace('<dd>http://127.0.0.1:8080</dd>', '')).not.toMatch(/https?:/);
  });

  it("states the stand-in's time compression", () => {
    expect(renderHtml(verdict, timeline)).toContain('AWS durations divided by 12');
    expect(renderHtml({ ...verdict, timeCompression: null }, timeline)).not.toContain('stand-in');
  });

  it.each(Object.entries(HOSTILE))('never lets %s become markup', (_, text) => {
    const page = renderHtml(hostileVerdict(text), hostileTimeline(text));
    const harmless = renderHtml(hostileVerdict('text'), hostileTimeline('text'));
    expect(skeleton(page)).toEqual(skeleton(harmless));
    expect(() => dataOf(page)).not.toThrow();
  });

  it('embeds all its script and style files, without modules', () => {
    const page = new URL('../../src/report/html/', import.meta.url);
    for (const folder of ['client', 'style']) {
      for (const file of readdirSync(new URL(folder, page)).filter((name) =>
        /\.(js|css)$/.test(name),
      )) {
        const text = readFileSync(new URL(`${folder}/${file}`, page), 'utf8');
        const [, code, rule] =
          /^(?:export )?(const \w+ =|[.:#][^{}]* \{)|^(@media[^{]*)/m.exec(text) ?? [];
        const telling = code ?? rule ?? 'not found';
        // As a boolean: a failure should not print all of it.
        expect([file, `${SCRIPT}${STYLE_SHEET}`.includes(telling)]).toEqual([file, true]);
      }
    }
    expect(/^(?:import|export)\b|\/\*\*$/m.exec(SCRIPT)).toBeNull();
    expect(() => new Function(SCRIPT)).not.toThrow();
  });

  it('gives every chart the whole ascending time axis, with a value per point', () => {
    const { charts, from, to } = dataOf(renderHtml(verdict, timeline));
    expect(charts.map(({ id }) => id)).toEqual([
      'requests',
      'outcomes',
      'instances',
      'tracked',
      'latency',
      'latency-split',
      'accuracy',
      'carried',
      'generator-lag',
      'generator-connections',
      'generator-loop',
    ]);
    for (const { x, series } of charts) {
      expect([x[0], x.at(-1)]).toEqual([from, to]);
      expect(x).toEqual(x.toSorted((left, right) => left - right));
      for (const { values } of series) expect(values).toHaveLength(x.length);
    }
  });

  it('leaves gaps where datapoints are missing', () => {
    const [series] = timeline.metrics;
    const points = series!.points.filter((_, index) => index !== 4);
    const page = renderHtml(verdict, { ...timeline, metrics: [{ ...series!, points }] });
    const { x, series: drawn } = dataOf(page).charts.find(({ id }) => id === 'tracked')!;
    expect(drawn[0]!.values[x.indexOf(20)]).toBeNull();
    expect(drawn[0]!.values[x.indexOf(15)]).toBeGreaterThan(0);
  });
});
