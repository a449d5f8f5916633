/** The report's page as its readers use it: looking, pointing, typing, printing. In a real Chromium. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../src/report/html.ts';
import type { Verdict } from '../../src/verdict/verdict.ts';
import { hasChromium, titled, useChromium } from '../chromium.ts';
import { manyEvents, ofAnHour, withoutAws, yearLater } from './long-runs.ts';
import { emptyTimeline, emptyVerdict, timeline, verdict } from './sample.ts';
import { servicesTimeline } from './sample-services.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const open = useChromium();
const whole = renderHtml(verdict, timeline);
/** What failed stands in full, so a run that failed may need a second page. */
const passed: Verdict = {
  ...verdict,
  status: 'pass',
  cause: null,
  checks: verdict.checks.map((check) => ({ ...check, status: 'pass', reason: 'ok' })),
};

/** How many pixels of a chart have a colour of the style sheet, within what smoothing changes. */
async function pixels(page: Page, chart: string, role: string): Promise<number> {
  return await page.evaluate(
    ([id, name]) => {
      const canvas = document.querySelector<HTMLCanvasElement>(`#chart-${id} canvas`)!;
      const styles = getComputedStyle(document.documentElement);
      const hex = styles.getPropertyValue(`--${name}`).trim();
      const wanted = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      let found = 0;
      for (let at = 0; at < data.length; at += 4) {
        const isOpaque = data[at + 3]! > 200;
        if (isOpaque && wanted.every((value, part) => Math.abs(value - data[at + part]!) < 12))
          found += 1;
      }
      return found;
    },
    [chart, role] as const,
  );
}

const legend = (page: Page, chart: string) => page.locator(`#legend-${chart} dd`).allTextContents();
const view = (page: Page) => page.locator('#view').textContent();

/** The middle of a chart, moved by shares of its width. */
async function pointAt(page: Page, chart: string, share: number) {
  const plot = page.locator(`#chart-${chart} .u-over`);
  await plot.scrollIntoViewIfNeeded();
  const box = (await plot.boundingBox())!;
  return { x: box.x + box.width * share, y: box.y + box.height / 2 };
}

async function drag(page: Page, chart: string, from: number, to: number) {
  const [start, end] = [await pointAt(page, chart, from), await pointAt(page, chart, to)];
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(end.x, end.y, { steps: 4 });
  await page.mouse.up();
}

describe.skipIf(!hasChromium)(titled('the page in Chromium'), () => {
  it('shows headline and story on the first screen, and draws what it names', async () => {
    const { page, complaints, requests } = await open(whole, { height: 900 });
    const last = (await page.locator('#chart-instances').boundingBox())!;
    expect(last.y + last.height).toBeLessThan(900);
    expect(await pixels(page, 'requests', 'main')).toBeGreaterThan(200);
    expect(await pixels(page, 'instances', 'main')).toBeGreaterThan(200);
    expect(await pixels(page, 'tracked', 'limit')).toBeGreaterThan(100);
    expect(await pixels(page, 'latency', 'limit')).toBeGreaterThan(100);
    expect(await pixels(page, 'requests', 'limit')).toBe(0);
    expect(complaints.filter((text) => !text.includes('willReadFrequently'))).toEqual([]);
    expect(requests).toEqual([]);
  });

  it('puts each wait of a scale-out above the seconds it took', async () => {
    const { page } = await open(whole);
    const band = page.locator('.band', { hasText: 'provisioning' }).first();
    const [from, to] = await band.evaluate((one: HTMLElement) => [
      one.dataset.from,
      one.dataset.to,
    ]);
    const box = (await band.boundingBox())!;
    const plot = (await page.locator('#chart-requests .u-over').boundingBox())!;
    const { from: first, to: last } = await page.evaluate(() =>
      JSON.parse(document.querySelector('#report-data')!.textContent!),
    );
    const at = (second: number) => plot.x + (plot.width * (second - first)) / (last - first);
    expect(Math.abs(box.x - at(Number(from)))).toBeLessThan(2);
    expect(Math.abs(box.x + box.width - at(Number(to)))).toBeLessThan(2);
    expect(await band.textContent()).toMatch(/\d\ss provisioning$/);
  });

  it('shows the highest values before the mouse comes, and those under it afterwards, in every chart', async () => {
    const { page } = await open(whole);
    expect(await view(page)).toBe('highest in view');
    expect((await legend(page, 'requests'))[0]).toBe('1,000');
    const { x, y } = await pointAt(page, 'requests', 0.12);
    await page.mouse.move(x, y);
    expect(await view(page)).toMatch(/^at 0:\d\d$/);
    expect((await legend(page, 'requests'))[0]).not.toBe('1,000');
    expect(await legend(page, 'instances')).toEqual(['1', '1']);
    expect(await page.locator('.u-cursor-x:not(.u-off)').count()).toBeGreaterThan(3);
  });

  it('keeps the zoom in the address, for a colleague and for a reload', async () => {
    const { page } = await open(whole);
    await drag(page, 'latency', 0.3, 0.6);
    const { hash } = new URL(page.url());
    expect(hash).toMatch(/^#from=[\d.]+&to=[\d.]+$/);
    const zoomed = await view(page);
    expect(zoomed).toMatch(/^\d:\d\d to \d:\d\d, /);
    const other = await open(whole, { fragment: hash });
    await other.page.mouse.move(0, 0);
    expect((await view(other.page))?.split(',')[0]).toBe(zoomed?.split(',')[0]);
    await page.locator('#whole-run').click();
    expect(new URL(page.url()).hash).toBe('');
    await drag(page, 'requests', 0.3, 0.6);
    const { x, y } = await pointAt(page, 'instances', 0.5);
    await page.mouse.dblclick(x, y);
    expect(new URL(page.url()).hash).toBe('');
  });

  it('leads from a stage to its moment, and lights up its row and its band together', async () => {
    const { page } = await open(whole);
    const row = page.locator('tr[data-sel="A6"]');
    const band = page.locator('.band[data-sel="A6"]');
    await row.hover();
    expect(await band.getAttribute('class')).toContain('is-lit');
    await row.locator('a').click();
    expect(new URL(page.url()).hash).toMatch(/^#from=[\d.]+&to=[\d.]+&sel=A6$/);
    await page.mouse.move(0, 0);
    expect(await row.getAttribute('class')).toContain('is-lit');
    expect(await row.getAttribute('aria-current')).toBe('true');
    const story = (await page.locator('#story').boundingBox())!;
    expect(story.y).toBeLessThan(400);
    await page.keyboard.press('Tab');
  });

  it('is read with the keyboard alone', async () => {
    const { page } = await open(whole);
    await page.locator('#chart-requests').focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Home');
    for (let step = 0; step < 3; step += 1) await page.keyboard.press('Shift+ArrowRight');
    expect(await page.locator('#readout').textContent()).toMatch(
      /^At 0:\d\d: planned \d+, answered/,
    );
    await page.keyboard.press('+');
    expect(new URL(page.url()).hash).toContain('from=');
    await page.keyboard.press('Escape');
    expect(new URL(page.url()).hash).toBe('');
  });

  it('ignores an address that makes no sense', async () => {
    for (const fragment of [
      '#from=x&to=9',
      '#from=90&to=10',
      '#from=1e9&to=2e9',
      '#sel=%E0%A4%A',
      '#sel=ZZ99',
    ]) {
      const { page, complaints } = await open(whole, { fragment });
      expect(await view(page)).toBe('highest in view');
      expect(complaints).toEqual([]);
    }
  });

  it('shows the charts of a group when it opens', async () => {
    const { page } = await open(renderHtml(verdict, servicesTimeline));
    const canvas = page.locator('details.charts canvas').first();
    expect(await canvas.isVisible()).toBe(false);
    await page.locator('details.charts > summary').first().click();
    await canvas.waitFor();
    expect((await canvas.boundingBox())!.width).toBeGreaterThan(500);
  });

  it.each([
    [1_280, 'light'],
    [1_280, 'dark'],
    [400, 'light'],
    [400, 'dark'],
  ] as const)('has no findings of axe at %d px, %s', async (width, colorScheme) => {
    const { page } = await open(renderHtml(verdict, servicesTimeline), { width, colorScheme });
    await page.evaluate(() => {
      for (const one of document.querySelectorAll('details')) one.open = true;
    });
    // Not as a script element, which the page's policy refuses.
    const violations =
      await page.evaluate(`${AXE}; axe.run().then(({ violations }) => violations.map(
      ({ id, nodes }) => [id, ...nodes.slice(0, 3).map(({ html }) => html)]))`);
    expect(violations).toEqual([]);
  });

  it.each([320, 400, 760, 1_280, 2_560])('needs no sideways scrolling at %d px', async (width) => {
    const { page } = await open(renderHtml(verdict, servicesTimeline), { width });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(over).toBeLessThanOrEqual(0);
    const lane = (await page.locator('#chart-requests').boundingBox())!;
    expect(lane.width).toBeGreaterThan(width * 0.55);
  });

  it('redraws in the colours of a dark screen', async () => {
    const { page } = await open(whole);
    const light = await pixels(page, 'requests', 'main');
    await page.emulateMedia({ colorScheme: 'dark' });
    const before = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(before).toBe('rgb(17, 21, 28)');
    await expect.poll(() => pixels(page, 'requests', 'main')).toBeGreaterThan(light / 2);
  });

  it('prints headline, charts and checks on one A4 page', async () => {
    const { page } = await open(renderHtml(passed, timeline));
    await page.emulateMedia({ media: 'print' });
    // A4 at 96 dpi, less the margins that Chromium leaves.
    await page.setViewportSize({ width: 718, height: 1_047 });
    const box = (await page.locator('section:has(> #checks)').boundingBox())!;
    expect(box.y + box.height).toBeLessThan(1_047);
    expect(await page.locator('button:visible').count()).toBe(0);
    expect(await pixels(page, 'requests', 'main')).toBeGreaterThan(100);
    const band = (await page.locator('.band', { hasText: 'provisioning' }).first().boundingBox())!;
    const plot = (await page.locator('#chart-requests .u-over').boundingBox())!;
    expect(band.x + band.width).toBeLessThan(plot.x + plot.width);
  });

  it('says its verdict and its checks without any script', async () => {
    const { page } = await open(whole, { javaScriptEnabled: false });
    expect(await page.locator('h1').isVisible()).toBe(true);
    expect(await page.locator('.checks summary').first().isVisible()).toBe(true);
    expect(await page.locator('noscript .note').isVisible()).toBe(true);
    await page.locator('.as-table summary').first().click();
    expect(await page.locator('.numbers').first().isVisible()).toBe(true);
  });

  it('is small after an hour at full rate', () => {
    expect(renderHtml(ofAnHour.verdict, ofAnHour.timeline).length).toBeLessThan(400_000);
  });

  it.each([
    ['an hour', ofAnHour],
    ['20 instances and 50 scaling events', manyEvents],
    ['no AWS data', withoutAws],
    ['a clock that jumps by a year', yearLater],
    ['nothing at all', { verdict: emptyVerdict, timeline: emptyTimeline }],
  ])('draws a run of %s', async (_, run) => {
    const html = renderHtml(run.verdict, run.timeline);
    const { page, complaints } = await open(html, { width: 400 });
    await page.waitForFunction(() => document.documentElement.dataset.charts !== undefined);
    expect(complaints).toEqual([]);
    expect(await page.locator('h1').isVisible()).toBe(true);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(over).toBeLessThanOrEqual(0);
  });
});
