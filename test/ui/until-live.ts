/** Waits for what a served page says of its connection. */
import type { Page } from 'playwright-core';

export async function untilLive(page: Page, state: 'on' | 'lost' | 'ended'): Promise<void> {
  await page.locator(`html[data-live="${state}"]`).waitFor({ state: 'attached', timeout: 90_000 });
}
