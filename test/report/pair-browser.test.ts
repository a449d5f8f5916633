/** Two runs beside each other in a real browser. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderPairPage } from '../../src/report/pair-page.ts';
import { CHROMIUM, isInstalled } from '../peers.ts';
import { emptyTimeline, emptyVerdict } from './sample.ts';
import { pairOf, RUNS } from './sample-pair.ts';

const hasChromium = isInstalled(CHROMIUM);
const title = hasChromium
  ? 'two runs in Chromium'
  : `two runs in Chromium (skipped: there is no ${CHROMIUM})`;

const LANES = ['requests', 'instances', 'tracked', 'latency', 'errors'];

describe.skipIf(!hasChromium)(title, () => {
  let browser: Browser;
  let directory: string;
  let file: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'pair-'));
    file = join(directory, 'pair.html');
    await writeFile(file, renderPairPage(pairOf(), RUNS));
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser?.close();
    await rm(directory, { recursive: true, force: true });
  });

  async function opened(options: BrowserContextOptions, of = file) {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 900 },
      ...options,
    });
    const page = await context.newPage();
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(of).href);
    return { page, complaints, requests, close: () => context.close() };
  }

  it.each(['light', 'dark'] as const)('draws both lines of every lane, %s', async (colorScheme) => {
    const { page, complaints, requests, close } = await opened({ colorScheme });
    for (const lane of LANES) {
      const drawn = await Promise.all(
        ['--run-a', '--run-b'].map((role) => pixelsOf(page, `#chart-pair-${lane}`, role)),
      );
      // A dashed line has fewer; both have more than a legend's worth.
      for (const pixels of drawn) expect(pixels, lane).toBeGreaterThan(100);
    }
    expect(complaints).toEqual([]);
    expect(requests).toHaveLength(1);
    await close();
  });

  it.each([
    ['light', 1280],
    ['dark', 400],
  ] as const)(
    'has no accessibility findings and never scrolls sideways, %s, %d px',
    async (colorScheme, width) => {
      const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
      const viewport = { width, height: 900 };
      const { page, close } = await opened({ colorScheme, viewport, bypassCSP: true });
      await page.evaluate(
        `document.querySelectorAll('details').forEach((each) => { each.open = true; })`,
      );
      await page.addScriptTag({ path: axe });
      expect(
        await page.evaluate(`axe.run().then((all) => all.violations.map(({ id }) => id))`),
      ).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      await close();
    },
  );

  it('needs no script for its words', async () => {
    const { page, close } = await opened({ javaScriptEnabled: false });
    for (const words of ['indicated, but not shown', 'It scales, and is slower.', '+20.0 s']) {
      expect(await page.getByText(words).first().isVisible(), words).toBe(true);
    }
    await close();
  });

  it('zooms all lanes together, and back', async () => {
    const { page, complaints, close } = await opened({});
    const plot = page.locator('#chart-pair-requests .u-over');
    const before = await pixelsOf(page, '#chart-pair-latency', '--run-b');
    await plot.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await plot.boundingBox())!;
    await page.mouse.move(x + width * 0.3, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.4, y + height / 2, { steps: 5 });
    await page.mouse.up();
    await expect.poll(() => pixelsOf(page, '#chart-pair-latency', '--run-b')).not.toBe(before);
    await page.locator('#whole-run').click();
    await expect.poll(() => pixelsOf(page, '#chart-pair-latency', '--run-b')).toBe(before);
    expect(complaints).toEqual([]);
    await close();
  });

  it('a scale-out above the lanes leads to its moment, and lights up with its row', async () => {
    const { page, complaints, close } = await opened({});
    await page.locator('td[data-sel="B1.6"]').hover();
    const band = page.locator('a.moment[data-sel="B1.6"]');
    await expect.poll(() => band.getAttribute('class')).toContain('is-lit');
    await band.click();
    expect(new URL(page.url()).hash).toMatch(/^#from=.*&to=.*&sel=B1\.6$/);
    expect(complaints).toEqual([]);
    await close();
  });

  it('shows one run beside one of which nothing is known', async () => {
    const none = { verdict: emptyVerdict, timeline: emptyTimeline, href: null };
    const half = join(directory, 'half.html');
    await writeFile(half, renderPairPage(pairOf({ ended: 'cut-off' }), { ...RUNS, a: none }));
    const { page, complaints, close } = await opened({}, half);
    expect(await pixelsOf(page, '#chart-pair-latency', '--run-a')).toBe(0);
    expect(await pixelsOf(page, '#chart-pair-latency', '--run-b')).toBeGreaterThan(100);
    expect(complaints).toEqual([]);
    await close();
  });
});

/** How many pixels of a chart have a colour of the style sheet, exactly. */
async function pixelsOf(page: Page, chart: string, role: string): Promise<number> {
  return page.evaluate(`(() => {
    const wanted = getComputedStyle(document.documentElement).getPropertyValue('${role}').trim();
    const rgb = [1, 3, 5].map((at) => Number.parseInt(wanted.slice(at, at + 2), 16));
    const canvas = document.querySelector('${chart} canvas');
    // Of a copy: reading a page's own canvas again and again makes Chromium complain.
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d');
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
    let found = 0;
    for (let at = 0; at < data.length; at += 4) {
      if (rgb.every((value, channel) => data[at + channel] === value)) found += 1;
    }
    return found;
  })()`);
}
