/** Pages in a real browser that a test can act on. */
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { CHROMIUM, isInstalled } from '../peers.ts';

export const hasChromium = isInstalled(CHROMIUM);

/** @returns `title`, which says so where the tests are skipped */
export function titled(title: string): string {
  return hasChromium ? title : `${title} (skipped: there is no ${CHROMIUM})`;
}

export interface Watched {
  readonly page: Page;
  /** Errors of scripts and of the content security policy, and what else the console has. */
  readonly console: readonly string[];
}

/** One browser for a file's tests. */
export function useBrowser(): () => Promise<Watched> {
  let browser: Browser;
  beforeAll(async () => {
    if (!hasChromium) return;
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    if (hasChromium) await browser.close();
  });
  return async () => {
    const page = await browser.newPage({ viewport: { width: 1_280, height: 800 } });
    const console: string[] = [];
    page.on('console', (message) => console.push(message.text()));
    page.on('pageerror', (error) => console.push(String(error)));
    return { page, console };
  };
}

/** Resolves when the page says so of its connection: `on`, `lost` or `ended`. */
export async function untilLive(page: Page, state: 'on' | 'lost' | 'ended'): Promise<void> {
  await page.locator(`html[data-live="${state}"]`).waitFor({ state: 'attached', timeout: 90_000 });
}
