/** Two runs beside each other in a real browser. */

import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { renderPairPage } from '../../src/report/pair-page.ts';
import { hasChromium, titled, useChromium } from '../chromium.ts';
import { emptyTimeline, emptyVerdict } from './sample.ts';
import { pairOf, RUNS } from './sample-pair.ts';

const open = useChromium();
const both = renderPairPage(pairOf(), RUNS);
const LANES = ['requests', 'instances', 'tracked', 'latency', 'errors'];

describe.skipIf(!hasChromium)(titled('two runs in Chromium'), () => {
  it.each(['light', 'dark'] as const)('draws both lines of every lane, %s', async (colorScheme) => {
    const { page, complaints, requests } = await open(both, { colorScheme, height: 900 });
    for (const lane of LANES) {
      const drawn = await Promise.all(
        ['--run-a', '--run-b'].map((role) => pixelsOf(page, `#chart-pair-${lane}`, role)),
      );
      // A dashed line has fewer; both have more than a legend's worth.
      for (const pixels of drawn) expect(pixels, lane).toBeGreaterThan(100);
    }
    expect(complaints).toEqual([]);
    expect(requests).toEqual([]);
  });

  it.each([
    ['light', 1280],
    ['dark', 400],
  ] as const)(
    'has no accessibility findings and never scrolls sideways, %s, %d px',
    async (colorScheme, width) => {
      const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
      const { page } = await open(both, { colorScheme, width, bypassCSP: true });
      await page.evaluate(
        `document.querySelectorAll('details').forEach((each) => { each.open = true; })`,
      );
      await page.addScriptTag({ path: axe });
      expect(
        await page.evaluate(`axe.run().then((all) => all.violations.map(({ id }) => id))`),
      ).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    },
  );

  it('needs no script for its words', async () => {
    const { page } = await open(both, { javaScriptEnabled: false });
    for (const words of ['indicated, but not shown', 'It scales, and is slower.', '+20.0 s']) {
      expect(await page.getByText(words).first().isVisible(), words).toBe(true);
    }
  });

  it('zooms all lanes together, and back', async () => {
    const { page, complaints } = await open(both, { height: 900 });
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
  });

  it('a scale-out above the lanes leads to its moment, and lights up with its row', async () => {
    const { page, complaints } = await open(both, { height: 900 });
    await page.locator('td[data-sel="B1.6"]').hover();
    const band = page.locator('a.moment[data-sel="B1.6"]');
    await expect.poll(() => band.getAttribute('class')).toContain('is-lit');
    await band.click();
    expect(new URL(page.url()).hash).toMatch(/^#from=.*&to=.*&sel=B1\.6$/);
    expect(complaints).toEqual([]);
  });

  it('shows one run beside one of which nothing is known', async () => {
    const none = { verdict: emptyVerdict, timeline: emptyTimeline, href: null };
    const half = renderPairPage(pairOf({ ended: 'cut-off' }), { ...RUNS, a: none });
    const { page, complaints } = await open(half);
    expect(await pixelsOf(page, '#chart-pair-latency', '--run-a')).toBe(0);
    expect(await pixelsOf(page, '#chart-pair-latency', '--run-b')).toBeGreaterThan(100);
    expect(complaints).toEqual([]);
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
