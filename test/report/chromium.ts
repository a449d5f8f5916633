/** Opens pages in a real browser. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach } from 'vitest';
import { CHROMIUM } from '../peers.ts';

export interface Opened {
  /** The document after its script ran. */
  readonly dom: string;
  /** What was written to the console. */
  readonly console: string[];
}

/** For each test a folder of its own. @param more other files there, by name */
export function usePages(): (
  page: string,
  more?: Readonly<Record<string, string>>,
) => Promise<Opened> {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'report-'));
  });
  afterEach(async () => {
    // Chromium's own children may still be writing their profile.
    await rm(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  });
  return async (page, more = {}) => {
    const file = join(directory, 'report.html');
    for (const [name, text] of Object.entries(more)) await writeFile(join(directory, name), text);
    await writeFile(file, page);
    const { stdout, stderr } = await promisify(execFile)(
      CHROMIUM,
      [
        '--headless=new',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--enable-logging=stderr',
        `--user-data-dir=${join(directory, 'profile')}`,
        '--dump-dom',
        `file://${file}`,
      ],
      { maxBuffer: 64 * 1024 * 1024, timeout: 60_000 },
    );
    // Script errors and violations of the content security policy both end up on the console.
    return { dom: stdout, console: stderr.split('\n').filter((line) => line.includes('CONSOLE')) };
  };
}
