/** The workers on the page, in a real Chromium. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { workerMultiples } from '../../src/analysis/worker-multiples.ts';
import { renderHtml } from '../../src/report/html.ts';
import { hasChromium, titled, useChromium } from '../chromium.ts';
import { timeline, verdict } from './sample.ts';
import { workersRecord } from './sample-workers.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const open = useChromium();
const pageOf = (workers: number) =>
  renderHtml(verdict, { ...timeline, workers: workerMultiples(workersRecord(workers)) });
const page24 = pageOf(24);

/** What the lines of a chart cover, in pixels. */
const drawn = (page: Page, worker: number, measure: string) =>
  page.evaluate(
    ([number, name]) => {
      const chart = document.querySelector(
        `.of-workers [aria-label^="Worker ${number}, ${name}"]`,
      )!;
      const line = chart.querySelector('path')!.getBoundingClientRect();
      const box = chart.getBoundingClientRect();
      return { ...{ width: line.width / box.width, height: line.height / box.height } };
    },
    [worker, measure] as const,
  );

describe.skipIf(!hasChromium)(titled('the workers in Chromium'), () => {
  it('shows the odd one at a glance: the same scales, the worst first', async () => {
    const { page, complaints, requests } = await open(page24);
    const rows = page.locator('.of-workers').first().locator('tbody tr th');
    expect((await rows.allTextContents()).slice(0, 3)).toEqual(['3', '7 cut off', '23']);
    expect(await rows.count()).toBe(13);
    expect((await drawn(page, 11, 'Lag')).height).toBeGreaterThan(0.8);
    expect((await drawn(page, 19, 'Lag')).height).toBeLessThan(0.1);
    expect((await drawn(page, 23, 'Failed')).height).toBeGreaterThan(0.8);
    expect((await drawn(page, 7, 'Sent')).width).toBeLessThan(0.6);
    expect((await drawn(page, 19, 'Sent')).width).toBeGreaterThan(0.95);
    expect(complaints.filter((text) => !text.includes('willReadFrequently'))).toEqual([]);
    expect(requests).toEqual([]);
  });

  it('draws the median behind each line, and says each chart in words', async () => {
    const { page } = await open(page24);
    const median = page.locator('.of-workers tbody tr:nth-child(2) use').first();
    const box = (await median.boundingBox())!;
    expect(box.width).toBeGreaterThan(100);
    const charts = page.getByRole('img', { name: /^Worker \d+, / });
    expect(await charts.count()).toBe(48);
    const killed = page.getByRole('row', { name: /^7 cut off/ });
    expect(await killed.getByRole('img').first().getAttribute('aria-label')).toBe(
      'Worker 7, Sent/s: 94/s to 1,250/s',
    );
  });

  it('opens the rest, without a script', async () => {
    const { page } = await open(page24, { javaScriptEnabled: false });
    const rest = page.getByText('11 more workers');
    await rest.click();
    expect(await page.getByRole('img', { name: /^Worker \d+, / }).count()).toBe(4 * 23);
  });

  it.each([
    [400, 'dark'],
    [1_280, 'light'],
  ] as const)(
    'is accessible and no wider than the screen at %i px, %s',
    async (width, colorScheme) => {
      const { page } = await open(page24, { width, colorScheme, bypassCSP: true });
      await page.locator('section[aria-labelledby="workers"] details').evaluateAll((all) => {
        for (const one of all as HTMLDetailsElement[]) one.open = true;
      });
      const [scroll, inner, inTable] = await page.evaluate(() => {
        const box = document.querySelector('.multiples')!.parentElement!;
        return [
          document.documentElement.scrollWidth,
          innerWidth,
          box.scrollWidth - box.clientWidth,
        ];
      });
      expect(scroll).toBeLessThanOrEqual(inner!);
      expect(inTable).toBe(0);
      await page.addScriptTag({ content: AXE });
      const found = await page.evaluate(async () => {
        const { axe } = window as unknown as {
          axe: {
            run: (
              where: string,
            ) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
          };
        };
        const { violations } = await axe.run('section[aria-labelledby="workers"]');
        return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
      });
      expect(found).toEqual([]);
    },
  );
});
