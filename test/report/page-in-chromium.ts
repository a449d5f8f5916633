/** A report's page in a real browser, to look at, point at and type into. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { CHROMIUM, isInstalled } from '../peers.ts';

export const hasChromium = isInstalled(CHROMIUM);

export interface OpenedPage {
  readonly page: Page;
  /** What was written to the console, and errors that nobody caught. */
  readonly complaints: readonly string[];
  /** What the page asked any network for. */
  readonly requests: readonly string[];
}

export interface Options extends Pick<BrowserContextOptions, 'colorScheme' | 'javaScriptEnabled'> {
  readonly width?: number;
  readonly height?: number;
  /** The URL's fragment, with its #. */
  readonly fragment?: string;
}

/** One browser for a test file; each page in a context of its own, closed after the test. */
export function useChromium(): (html: string, options?: Options) => Promise<OpenedPage> {
  let browser: Browser | undefined;
  let directory: string;
  beforeAll(async () => {
    if (!hasChromium) return;
    directory = await mkdtemp(join(tmpdir(), 'page-'));
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
    if (directory) await rm(directory, { recursive: true, force: true, maxRetries: 10 });
  });
  return async (html, { width = 1_280, height = 800, fragment = '', ...context } = {}) => {
    const file = join(directory, 'report.html');
    await writeFile(file, html);
    const opened = await browser!.newContext({ viewport: { width, height }, ...context });
    const page = await opened.newPage();
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(`file://${file}${fragment}`);
    return { page, complaints, requests: requests.slice(1) };
  };
}
