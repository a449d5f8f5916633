/** The page in a real browser: drawn, without a complaint, without a request to anywhere. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renderHtml } from '../../src/report/html.ts';
import { CHROMIUM, isInstalled } from '../peers.ts';
import { HOSTILE, hostileTimeline, hostileVerdict } from './hostile.ts';
import { emptyTimeline, emptyVerdict, timeline, verdict } from './sample.ts';
import { servicesTimeline } from './sample-services.ts';

const hasChromium = isInstalled(CHROMIUM);
const title = hasChromium
  ? 'the HTML report in Chromium'
  : `the HTML report in Chromium (skipped: there is no ${CHROMIUM})`;

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'report-'));
});
afterEach(async () => {
  // Chromium's own children may still be writing their profile.
  await rm(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

/** @returns the document after its script ran, and what was written to the console */
async function open(page: string): Promise<{ dom: string; console: string[] }> {
  const file = join(directory, 'report.html');
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
}

describe.skipIf(!hasChromium)(title, () => {
  it('draws all five charts without errors', async () => {
    const { dom, console } = await open(renderHtml(verdict, timeline));
    expect(console).toEqual([]);
    expect(dom).toContain('data-charts="5"');
    expect(dom.match(/<canvas/g)).toHaveLength(5);
  });

  it('draws the metrics of the services in front of the model without errors', async () => {
    const { dom, console } = await open(renderHtml(verdict, servicesTimeline));
    expect(console).toEqual([]);
    expect(dom).toContain('data-charts="14"');
  });

  it('blocks an injected script, with a console error', async () => {
    const page = renderHtml(verdict, timeline);
    const { dom, console } = await open(
      page.replace('</main>', '<script>document.title="owned"</script></main>'),
    );
    expect(console.join()).toContain('Content Security Policy');
    expect(dom.includes('<title>owned</title>')).toBe(false);
  });

  it('renders a run without data', async () => {
    const { dom, console } = await open(renderHtml(emptyVerdict, emptyTimeline));
    expect(console).toEqual([]);
    expect(dom).toContain('data-charts="0"');
    expect(dom).toContain('No data to chart.');
  });

  it('renders a run that was cut off after its first second', async () => {
    const cut = { ...timeline, load: timeline.load.slice(0, 1), instances: [], metrics: [] };
    const { dom, console } = await open(renderHtml({ ...verdict, ended: 'cut-off' }, cut));
    expect(console).toEqual([]);
    expect(dom).toMatch(/data-charts="[34]"/);
  });

  it('neither runs nor loads anything from external strings', async () => {
    const text = Object.values(HOSTILE).join(' ');
    const { dom, console } = await open(renderHtml(hostileVerdict(text), hostileTimeline(text)));
    expect(console).toEqual([]);
    // As booleans: a failure should not print a megabyte of page.
    expect(dom.includes('data-charts="6"')).toBe(true);
    expect(dom.includes('<title>owned</title>')).toBe(false);
    expect(/<(?:img|b|testcase)\b/.test(dom)).toBe(false);
  });
});
