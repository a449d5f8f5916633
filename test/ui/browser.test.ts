/** The served page in a real browser: changed where it changed, and nowhere else. */
import { afterEach, describe, expect, it } from 'vitest';
import { html } from '../../src/report/html/markup.ts';
import type { PageParts } from '../../src/report/html/report-parts.ts';
import { PageServer } from '../../src/ui/page-server.ts';
import { hasChromium, titled, useBrowser } from '../chromium.ts';
import { NO_DATA } from './parts.ts';
import { untilLive } from './until-live.ts';

const servers: PageServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});
const open = useBrowser();

/** @param rows of a table; a new section stands first when there is more than one */
function growing(rows: readonly string[]): PageParts {
  return {
    title: `${rows.length} rows`,
    sections: [
      rows.length > 1 ? html`<section aria-labelledby="new"><h2 id="new">New</h2></section>` : null,
      html`<section aria-labelledby="kept" class="rows-${rows.length}"><h2 id="kept">Kept</h2>
<details id="more"><summary>More</summary><p>${rows.at(-1)!}</p></details>
<div class="drawn" tabindex="0"></div>
<table><tbody>${rows.map((row) => html`<tr><td>${row}</td></tr>`)}</tbody></table></section>`,
    ],
    data: NO_DATA,
  };
}

describe.skipIf(!hasChromium)(titled('the served page in Chromium'), () => {
  it('keeps what the reader opened and focused, and what scripts drew, while it grows', async () => {
    const server = new PageServer(growing(['one']));
    servers.push(server);
    const { page, complaints } = await open();
    await page.goto(await server.listen());
    await untilLive(page, 'on');
    await page.evaluate(`
      document.querySelector('details').open = true;
      const drawn = document.querySelector('.drawn');
      drawn.append(document.createElement('canvas'));
      drawn.focus();`);
    server.publish(growing(['one', 'two <b>bold</b>', 'three']));
    await page.getByRole('heading', { name: 'New' }).waitFor();
    const seen = await page.evaluate(`({
      title: document.title,
      sections: [...document.querySelectorAll('h2')].map((heading) => heading.textContent),
      isOpen: document.querySelector('details').open,
      inside: document.querySelector('details p').textContent,
      focused: document.activeElement.className,
      canvases: document.querySelectorAll('.drawn canvas').length,
      rows: [...document.querySelectorAll('td')].map((cell) => cell.textContent),
      name: document.querySelector('section:last-of-type').className,
    })`);
    expect(seen).toEqual({
      title: '3 rows',
      sections: ['New', 'Kept'],
      isOpen: true,
      inside: 'three',
      focused: 'drawn',
      canvases: 1,
      rows: ['one', 'two <b>bold</b>', 'three'],
      name: 'rows-3',
    });
    server.publish(growing(['one']));
    await page.getByRole('heading', { name: 'New' }).waitFor({ state: 'detached' });
    expect(await page.locator('td').allTextContents()).toEqual(['one']);
    expect(await page.locator('.drawn canvas').count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  it('shows the last state without its server, and asks no more', async () => {
    const server = new PageServer(growing(['one']));
    const { page, complaints } = await open();
    const asked: string[] = [];
    await page.addInitScript(`
      window.sources = [];
      window.EventSource = class extends EventSource {
        constructor(address) { super(address); sources.push(this); }
      };`);
    page.on('request', (request) =>
      asked.push(new URL(request.url()).pathname.replace(/.*\//, '')),
    );
    await page.goto(await server.listen());
    await untilLive(page, 'on');
    await server.end(growing(['one', 'two']));
    await untilLive(page, 'ended');
    expect(await page.locator('td').allTextContents()).toEqual(['one', 'two']);
    expect(await page.getByRole('status').textContent()).toBe(
      'The run has ended; this page no longer changes.',
    );
    // A closed source never asks again.
    expect(await page.evaluate('sources.map(({ readyState }) => readyState)')).toEqual([2]);
    expect(asked).toEqual(['', 'events', 'seen']);
    expect(complaints).toEqual([]);
  });
});
