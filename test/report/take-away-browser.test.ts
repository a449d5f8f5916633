/** What a reader takes away from the page, in a real Chromium: its policy forbids everything but its own script. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../src/report/html.ts';
import { hasChromium, titled, useChromium } from '../chromium.ts';
import { timeline, verdict } from './sample.ts';

const open = useChromium();
async function downloaded(page: Page, button: string) {
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: button }).click();
  const download = await waiting;
  return {
    name: download.suggestedFilename(),
    text: await readFile(await download.path(), 'utf8'),
  };
}

describe.skipIf(!hasChromium)(titled('what to take away from the page'), () => {
  it('comes as files, without a request to anywhere', async () => {
    const { page, complaints, requests } = await open(renderHtml(verdict, timeline));
    const csv = await downloaded(page, 'Seconds as CSV');
    expect(csv.name).toBe(`${verdict.runId}-seconds.csv`);
    expect(csv.text.split('\r\n')[0]).toContain('seconds_since_load_began,requests: planned');
    const judged = await downloaded(page, 'Verdict as JSON');
    expect(JSON.parse(judged.text)).toEqual(JSON.parse(JSON.stringify(verdict)));
    const charts = await downloaded(page, 'Charts as JSON');
    expect(JSON.parse(charts.text).charts[0].id).toBe('requests');
    expect(complaints).toEqual([]);
    expect(requests.filter((url) => !url.startsWith('blob:'))).toEqual([]);
  });

  it('is copied, or selected where the clipboard is not ours', async () => {
    const { page, complaints } = await open(renderHtml(verdict, timeline));
    const button = page.locator('[data-copy]');
    await button.click();
    await expect.poll(() => button.textContent()).toMatch(/^(?:Copied|Selected)$/);
    expect(complaints).toEqual([]);
  });

  it('offers no button that does nothing without a script', async () => {
    const { page } = await open(renderHtml(verdict, timeline), { javaScriptEnabled: false });
    expect(await page.locator('[data-download]').first().isVisible()).toBe(false);
    expect(await page.locator('#command').isVisible()).toBe(true);
  });
});
