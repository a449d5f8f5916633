/** A whole run of the real command, watched in a real browser whose connection is cut once. */
import { readdirSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { hasChromium, titled, useBrowser } from '../chromium.ts';
import { start, temporaryDirectory } from '../cli/command.ts';
import { QUICK } from '../reliability/quick-settings.ts';
import { untilLive } from './until-live.ts';

const open = useBrowser();

/** What stands between the browser and the page, and can be cut and mended. */
async function cable(to: number) {
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) return void near.destroy();
    const far = connect(to, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {}).once('close', () => sockets.delete(socket));
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    mend() {
      isCut = false;
    },
    close: () => server.close(),
  };
}

/** Every word, also of what is closed; charts by their number. */
function shownIn(page: Page): Promise<{ title: string; text: string; canvases: number }> {
  return page.evaluate(`({
    title: document.title,
    text: document.querySelector('main').textContent,
    canvases: document.querySelectorAll('main canvas').length,
  })`);
}

function addressIn(stderr: NodeJS.ReadableStream): Promise<URL> {
  return new Promise((found) => {
    let text = '';
    stderr.on('data', (more: string) => {
      text += more;
      const address = /^Watch it: (\S+)$/m.exec(text)?.[1];
      if (address !== undefined) found(new URL(address));
    });
  });
}

describe.skipIf(!hasChromium)(titled('a run watched in Chromium'), () => {
  it('is followed through a cut connection, and ends as report.html', async () => {
    const out = temporaryDirectory();
    const set = QUICK.flatMap((setting) => ['--set', setting]);
    const run = start(['run', 'wine', '--ui', '--out', out, ...set]);
    const address = await addressIn(run.process.stderr!);
    const between = await cable(Number(address.port));
    address.port = String(between.port);

    const { page } = await open();
    await page.goto(address.href);
    await page
      .getByRole('heading', { name: /^Sending load: 0:0[1-9]/ })
      .waitFor({ timeout: 60_000 });
    await page.locator('main canvas').first().waitFor();
    expect(await page.title()).toMatch(/^RUNNING: wine/);
    expect(await page.locator('main').innerText()).toContain('Judged when the run has ended:');

    between.cut();
    await untilLive(page, 'lost');
    between.mend();
    await untilLive(page, 'on');

    const second = await open();
    await second.page.goto(address.href);
    await second.page.locator('main canvas').first().waitFor();

    const { code, stdout, stderr } = await run.finished;
    between.close();
    await Promise.all([untilLive(page, 'ended'), untilLive(second.page, 'ended')]);
    expect(stderr).toMatch(/^Watch it: \S+\n$/);
    expect(stdout).toContain('Report: ');
    expect([0, 1, 3]).toContain(code);

    const { page: report } = await open();
    const [directory] = readdirSync(out);
    await report.goto(pathToFileURL(resolve(join(out, directory!, 'report.html'))).href);
    const expected = await shownIn(report);
    expect(expected.canvases).toBeGreaterThan(4);
    expect(await shownIn(page)).toEqual(expected);
    expect(await shownIn(second.page)).toEqual(expected);
    expect(second.complaints).toEqual([]);
    rmSync(out, { recursive: true });
  });
});
