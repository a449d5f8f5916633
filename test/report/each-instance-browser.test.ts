/** The instances on the page, in a real Chromium. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { buildTimeline } from '../../src/analysis/build-timeline.ts';
import { renderHtml } from '../../src/report/html.ts';
import { judge } from '../../src/verdict/judge.ts';
import { playedRun } from '../analysis/instances/played-fleet.ts';
import { hasChromium, titled, useChromium } from '../chromium.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const open = useChromium();
const record = playedRun({
  seed: 5,
  instances: 12,
  scaleOuts: [{ atSeconds: 120, to: 24 }],
  bad: { ordinal: 24, errorShare: 0.2 },
});
const page24 = renderHtml(judge(record), buildTimeline(record));

describe.skipIf(!hasChromium)(titled('the instances in Chromium'), () => {
  it.each([
    [400, 'dark'],
    [1_280, 'light'],
  ] as const)(
    'are drawn with the scale-out marked, accessible and no wider than the screen at %i px, %s',
    async (width, colorScheme) => {
      const { page } = await open(page24, { width, colorScheme, bypassCSP: true });
      await page.locator('section[aria-labelledby="each-instance"] details').evaluateAll((all) => {
        for (const one of all as HTMLDetailsElement[]) one.open = true;
      });
      expect(await page.getByRole('img', { name: /^Instance / }).count()).toBe(2 * 24);
      const behind = (await page.locator('.of-instances use').first().boundingBox())!;
      expect(Math.min(behind.width, behind.height)).toBeGreaterThan(20);
      const [scroll, inner] = await page.evaluate(() => [
        document.documentElement.scrollWidth,
        innerWidth,
      ]);
      expect(scroll).toBeLessThanOrEqual(inner!);
      await page.addScriptTag({ content: AXE });
      const found = await page.evaluate(async () => {
        const { axe } = window as unknown as {
          axe: {
            run: (
              where: string,
            ) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
          };
        };
        const { violations } = await axe.run('section[aria-labelledby="each-instance"]');
        return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
      });
      expect(found).toEqual([]);
    },
  );
});
