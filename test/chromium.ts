/** Pages in a real browser, to look at, point at and type into. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { CHROMIUM, isInstalled } from './peers.ts';

export const hasChromium = isInstalled(CHROMIUM);

/** @returns `title`, which says so where the tests are skipped */
export function titled(title: string): string {
  return hasChromium ? title : `${title} (skipped: there is no ${CHROMIUM})`;
}

export interface OpenedPage {
  readonly page: Page;
  /** What was written to the console, with what the page's policy refused, and errors that nobody caught. */
  readonly complaints: readonly string[];
  /** What the page asked any network for. */
  readonly requests: readonly string[];
}

export interface Options
  extends Pick<BrowserContextOptions, 'bypassCSP' | 'colorScheme' | 'javaScriptEnabled'> {
  readonly width?: number;
  readonly height?: number;
}

/** One browser for a file's tests. @returns opens an empty page in a context of its own, closed after the test */
export function useBrowser(): (options?: Options) => Promise<OpenedPage> {
  let browser: Browser | undefined;
  beforeAll(async () => {
    if (!hasChromium) return;
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox', '--disable-quic', '--disable-background-networking'],
    });
  });
  afterEach(async () => {
    await Promise.all(browser?.contexts().map((context) => context.close()) ?? []);
  });
  afterAll(async () => {
    await browser?.close();
  });
  return async ({ width = 1_280, height = 800, ...options } = {}) => {
    const context = await browser!.newContext({ viewport: { width, height }, ...options });
    const page = await context.newPage();
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('request', (request) => requests.push(request.url()));
    return { page, complaints, requests };
  };
}

/** The same with a page's text, as a file. `fragment`: of its address, with the #. */
export function useChromium(): (
  html: string,
  options?: Options & { readonly fragment?: string },
) => Promise<OpenedPage> {
  const open = useBrowser();
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'page-'));
  });
  afterAll(async () => {
    await rm(directory, { recursive: true, force: true, maxRetries: 10 });
  });
  return async (html, { fragment = '', ...options } = {}) => {
    const file = join(directory, 'report.html');
    await writeFile(file, html);
    const opened = await open(options);
    await opened.page.goto(`file://${file}${fragment}`);
    // The first is the page itself.
    return { ...opened, requests: opened.requests.slice(1) };
  };
}
