/** What the page shows of a run directory while it grows. */
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SCRIPT, STYLE_SHEET } from '../../src/report/html/assets.ts';
import { page as pageOf } from '../../src/report/html/page.ts';
import type { PageParts } from '../../src/report/html/report-parts.ts';
import { writeReports } from '../../src/run/write-reports.ts';
import { endedParts, RunPage } from '../../src/ui/run-page.ts';

const SAMPLE = 'reports/sample';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'run-page-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** The sample as it was after this share of the lines of each file. */
function grow(share: number): void {
  const manifest = JSON.parse(readFileSync(join(SAMPLE, 'manifest.json'), 'utf8'));
  writeFileSync(join(directory, 'manifest.json'), JSON.stringify({ ...manifest, end: null }));
  for (const file of ['load.ndjson', 'aws.ndjson']) {
    const lines = readFileSync(join(SAMPLE, file), 'utf8').split('\n');
    writeFileSync(join(directory, file), lines.slice(0, lines.length * share).join('\n'));
  }
}

const textOf = ({ sections }: PageParts) => sections.map((section) => section?.text ?? '').join('');

/** Whose clock the test moves. */
function pageAt(): { page: RunPage; look: (atMs: number) => Promise<PageParts> } {
  const page = new RunPage();
  return {
    page,
    look: async (atMs) => {
      await page.refresh(() => atMs);
      return page.now();
    },
  };
}

test('before the run has recorded anything, the page says what the run does', async () => {
  const { page, look } = pageAt();
  page.follow({ kind: 'step', step: 'preflight', message: 'Checking predictions at <target>' });
  const parts = await look(0);
  expect(parts.title).toBe('RUNNING');
  expect(textOf(parts)).toContain('<h1>Checking the target</h1>');
  expect(textOf(parts)).toContain('Checking predictions at &lt;target&gt;');
});

test('while the run goes on, the page shows what was measured and judges nothing', async () => {
  const { page, look } = pageAt();
  grow(0.6);
  page.begun(directory);
  page.follow({ kind: 'step', step: 'load', message: '10 of 10 correct' });
  page.follow({ kind: 'view', view: { step: 'load', elapsedSeconds: 58, totalSeconds: 120 } });
  const parts = await look(0);
  const text = textOf(parts);
  expect(parts.title).toMatch(/^RUNNING: wine, /);
  expect(text).toContain('<h1>Sending load: 0:58 of 2:00</h1>');
  expect(text).toContain('10 of 10 correct');
  expect(text).toContain('Judged when the run has ended:');
  expect(text).toContain('Was the latency bound met');
  expect(parts.data.charts.length).toBeGreaterThan(3);
  expect(text).not.toMatch(/PASS|FAIL|INCONCLUSIVE|cut-off|ended abruptly|<h2 id="findings">/);
});

test('what a step says while it lasts stands in place of what it said when it began', async () => {
  const { page, look } = pageAt();
  page.follow({ kind: 'step', step: 'load', message: '10 of 10 correct' });
  const view = { step: 'load', elapsedSeconds: 0, totalSeconds: 120 } as const;
  page.follow({ kind: 'view', view: { ...view, message: 'The engine is starting' } });
  expect(textOf(await look(0))).toContain('The engine is starting');
  page.follow({ kind: 'view', view: { ...view, elapsedSeconds: 1 } });
  expect(textOf(await look(1))).toContain('10 of 10 correct');
  page.follow({ kind: 'view', view: { step: 'settling', elapsedSeconds: 1, totalSeconds: 45 } });
  expect(textOf(await look(2))).not.toContain('10 of 10 correct');
});

test('files are read again when they changed, and not more often than every two seconds', async () => {
  const { page, look } = pageAt();
  grow(0.2);
  page.begun(directory);
  const first = await look(0);
  grow(0.6);
  expect((await look(1_999)).data).toBe(first.data);
  const second = await look(2_000);
  expect(second.data).not.toEqual(first.data);
  // Unchanged files give the very same data, so that no browser gets them twice.
  expect((await look(4_000)).data).toBe(second.data);
  appendFileSync(join(directory, 'load.ndjson'), '\n{"half a li');
  expect((await look(6_000)).data).toEqual(second.data);
});

test('another attempt begins with an empty page at once', async () => {
  const { page, look } = pageAt();
  grow(0.6);
  page.begun(directory);
  await look(0);
  const next = mkdtempSync(join(tmpdir(), 'run-page-next-'));
  page.begun(next);
  page.follow({
    kind: 'step',
    step: 'load',
    message: 'again',
    attempt: { number: 2, of: 3 },
  });
  await expect(look(1)).rejects.toThrow(/manifest/);
  expect(page.now().data.charts).toEqual([]);
  expect(textOf(page.now())).toContain('Sending load, attempt 2 of 3');
  rmSync(next, { recursive: true });
});

test('a run that has ended is its report', async () => {
  cpSync(SAMPLE, directory, { recursive: true });
  await writeReports(directory);
  const html = readFileSync(join(directory, 'report.html'), 'utf8');
  const { title, sections, data } = await endedParts(directory);
  // As a boolean: a failure should not print two pages.
  expect(pageOf(title, data, sections, { script: SCRIPT, styleSheet: STYLE_SHEET }) === html).toBe(
    true,
  );
});

test('a run that was cut off is the report of what reached the disk', async () => {
  grow(0.6);
  expect(textOf(await endedParts(directory))).toContain('The run ended abruptly');
});

test('a run without a report says so', async () => {
  expect(textOf(await endedParts(null))).toContain('The run ended before there was anything');
  expect(textOf(await endedParts(directory))).toContain('is not a run directory');
});
