import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { counted } from '../../src/format/numbers.js';
import { addToHistory, readHistory } from '../../src/history/history.ts';
import { entry } from '../history/entries.ts';
import { isInstalled, PYTHON } from '../peers.ts';
import { temporaryDirectory } from './command.ts';
import { scaleproofHere } from './in-process.ts';

const parent = temporaryDirectory();
afterAll(() => rmSync(parent, { recursive: true }));

const P99 = 'latency-p99.after';
let folder: string;
let file: string;
let folders = 0;

/** 40 nights; the last ten are 40 % slower. */
const NIGHTS = Array.from({ length: 40 }, (_, night) =>
  entry(night, {
    metrics: { [P99]: 100 + (night % 5) + (night < 30 ? 0 : 40), errors: 0 },
    commit: `${night}`.padStart(40, 'c0ffee'),
    ...(night % 10 === 9 ? { status: 'fail' as const } : {}),
  }),
);

beforeEach(() => {
  folders += 1;
  folder = join(parent, String(folders));
  mkdirSync(folder);
  file = join(folder, 'history.ndjson');
  vi.stubEnv('NO_COLOR', '1');
});

async function history(...args: string[]) {
  return scaleproofHere('history', ...args, '--history', file);
}

const ids = (stdout: string) => JSON.parse(stdout).map(({ runId }: { runId: string }) => runId);

describe('history', () => {
  test('lists runs, newest last, chosen by flags; as JSON, whole entries', async () => {
    addToHistory(file, NIGHTS);
    const { code, stdout } = await history('--status', 'fail');
    expect(code).toBe(0);
    expect(stdout.split('\n').map((line) => line.slice(0, 10))).toEqual([
      'when (UTC)',
      ...['2026-01-10', '2026-01-20', '2026-01-30', '2026-02-09'],
      '',
    ]);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    const json = await history('list', '--last', '3', '--json');
    expect(JSON.parse(json.stdout)).toEqual(NIGHTS.slice(-3));
  });

  test('says which flags chose nothing', async () => {
    addToHistory(file, NIGHTS);
    const { code, stderr } = await history('--scenario', 'iris', '--last', '2');
    expect(stderr).toContain(
      'none of its runs (40) fits --scenario iris, --last 2; leave one of them out.',
    );
    expect(code).toBe(2);
  });

  test('adds run directories, each once', async () => {
    for (const name of ['2026-11-21T01-00-00.000Z-a', '2026-11-21T02-00-00.000Z-b']) {
      cpSync('reports/sample', join(folder, 'reports', name), { recursive: true });
    }
    const first = await history('add', 'reports/sample', join(folder, 'reports'));
    expect(first).toMatchObject({ code: 0, stdout: `Added 3 runs to ${file}.\n` });
    expect(readHistory(file).runs).toHaveLength(1);
    expect(await history('add', 'reports/sample', '-q')).toMatchObject({ code: 0, stdout: '' });
  });

  test('takes its file from SCALEPROOF_HISTORY', async () => {
    addToHistory(file, NIGHTS.slice(0, 2));
    vi.stubEnv('SCALEPROOF_HISTORY', file);
    expect(ids((await scaleproofHere('history', '--json')).stdout)).toHaveLength(2);
    vi.unstubAllEnvs();
  });

  test('merges the history of another cache', async () => {
    addToHistory(file, NIGHTS.slice(0, 3));
    const other = join(folder, 'other.ndjson');
    addToHistory(other, NIGHTS.slice(1, 5));
    expect((await history('merge', other)).stdout).toBe(`Added 2 entries to ${file}.\n`);
    expect((await history('merge', other, file)).stdout).toBe(`Added 0 entries to ${file}.\n`);
    expect(readHistory(file).runs).toEqual(NIGHTS.slice(0, 5));
  });

  test.each<[string[], string[]]>([
    [
      ['--keep', '2'],
      ['night-0001', 'night-0002', 'night-0003', 'night-0004'],
    ],
    [
      ['--before', '2026-01-04'],
      ['night-0003', 'night-0004'],
    ],
    [
      ['--keep', '1', '--before', '2026-01-04'],
      ['night-0003', 'night-0004'],
    ],
  ])('prunes with %j, of each series', async (args, kept) => {
    const other = { key: { region: 'us-east-1' } };
    const runs = [0, 1, 2, 3].map((night) => entry(night, night % 2 === 0 ? {} : other));
    addToHistory(file, [...runs, entry(4)]);
    const { stdout } = await history('prune', ...args);
    const left = readHistory(file).runs.map(({ runId }) => runId);
    expect(left.toSorted()).toEqual(kept);
    expect(stdout).toBe(`Removed ${counted(5 - kept.length, 'run')} from ${file}.\n`);
  });

  test('accepts a change from a run on, of a metric or of all', async () => {
    addToHistory(file, NIGHTS);
    expect((await history('judge')).code).toBe(1);
    const because = ['--because', 'larger model'];
    const { code } = await history('accept', 'night-0030', '--metric', P99, ...because);
    expect(code).toBe(0);
    expect(readHistory(file).acceptances).toMatchObject([
      { fromRunId: 'night-0030', metrics: [P99], because: 'larger model' },
    ]);
    expect((await history('judge')).code).toBe(0);
    await history('accept');
    expect(readHistory(file).acceptances[1]).toMatchObject({
      fromRunId: 'night-0039',
      metrics: [],
    });
  });

  test.each<[string[], RegExp]>([
    [['accept', 'night-9'], /has no run "night-9"; `npx scaleproof history --json` lists/],
    [['accept', '--metric', 'p99'], /no such metric; it has latency-p99.after, errors/],
    [['trends', '--metric', 'p99'], /no such metric; it has latency-p99.after, errors/],
  ])('%j is refused', async (args, message) => {
    addToHistory(file, NIGHTS);
    const { code, stderr } = await history(...args);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });
});

describe('history --csv', () => {
  const HOSTILE = ['a,b "c"\r\nd', '=SUM(A1)', '-1+1', '@x', 'plain', '', '模型 👩‍👩‍👧'];
  const rows = () =>
    HOSTILE.map((label, night) => entry(night, { ...NIGHTS[night], label } as never));

  test('is read by csv-parse as it was written; no text becomes a formula', async () => {
    addToHistory(file, rows());
    const { stdout } = await history('--csv');
    const records = parse(stdout, { columns: true, relax_column_count: false }) as Record<
      string,
      string
    >[];
    expect(records).toHaveLength(2 * HOSTILE.length);
    const labels = records.filter(({ metric }) => metric === P99).map(({ label }) => label);
    expect(labels).toEqual(HOSTILE.map((label) => (/^[=\-@]/.test(label) ? `'${label}` : label)));
    expect(records[0]).toMatchObject({
      run: 'night-0000',
      unit: 'ms',
      value: '100',
      low: '',
      n: '1000',
    });
  });

  const hasPython = isInstalled(PYTHON);
  test.skipIf(!hasPython)("is read by Python's csv as it was written", async () => {
    addToHistory(file, rows());
    const { stdout } = await history('--csv');
    writeFileSync(join(folder, 'h.csv'), stdout);
    const script =
      'import csv,json,sys; print(json.dumps([dict(r) for r in csv.DictReader(open(sys.argv[1], newline="", encoding="utf-8"), strict=True)]))';
    const python = spawnSync(PYTHON, ['-c', script, join(folder, 'h.csv')], { encoding: 'utf8' });
    expect(python.stderr).toBe('');
    expect(JSON.parse(python.stdout)).toEqual(parse(stdout, { columns: true }));
  });
});

describe('history trends', () => {
  test('shows a line a metric at 80 columns, and what changed since when', async () => {
    addToHistory(file, NIGHTS);
    const { code, stdout } = await history('trends');
    expect(code).toBe(0);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    await expect(stdout).toMatchFileSnapshot('../golden/report/trends.txt');
  });

  test('shows one metric large', async () => {
    addToHistory(file, NIGHTS);
    const { stdout } = await history('trends', '--metric', P99);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    await expect(stdout).toMatchFileSnapshot('../golden/report/trend.txt');
  });

  test('shows a single run, and names the other series', async () => {
    const other = entry(9, { key: { region: 'us-east-1' } });
    addToHistory(file, [other, entry(10, { metrics: { errors: 0 } })]);
    const { stdout } = await history('trends');
    expect(stdout).toContain('1 run, 2026-01-11');
    expect(stdout).toContain(`Other series: ${other.series}; choose one with --series.`);
    expect((await history('trends', '--series', other.series)).stdout).toContain('2026-01-10');
  });

  test('prints trends as JSON', async () => {
    addToHistory(file, NIGHTS);
    const { stdout } = await history('trends', '--json');
    const { trends, runs } = JSON.parse(stdout);
    expect(runs[0]).toEqual({
      runId: 'night-0000',
      startedAtMs: NIGHTS[0]!.startedAtMs,
      status: 'pass',
    });
    expect(trends[0]).toMatchObject({
      id: P99,
      last: 144,
      baseline: 102,
      changes: [{ firstRunId: 'night-0030' }],
    });
  });
});

describe('history page', () => {
  test('links to the reports there are, from where the page is', async () => {
    const reports = join(folder, 'reports');
    const strange = entry(1, { runId: 'javascript:alert(1) "x"' });
    addToHistory(file, [entry(0), strange, entry(2), entry(3, { runId: '../../etc' })]);
    for (const runId of ['night-0000', strange.runId]) {
      mkdirSync(join(reports, runId), { recursive: true });
      writeFileSync(join(reports, runId, 'report.html'), '');
    }
    const page = join(folder, 'new', 'page.html');
    const { code, stdout } = await history('page', '-o', page, '--reports', reports);
    expect({ code, stdout }).toEqual({ code: 0, stdout: `Wrote ${page}.\n` });
    const html = readFileSync(page, 'utf8');
    const links = [...html.matchAll(/href="([^"]*report\.html)"/g)].map(([, link]) => link!);
    expect(links).toEqual([
      '../reports/javascript%3Aalert(1)%20%22x%22/report.html',
      '../reports/night-0000/report.html',
    ]);
    for (const link of links) expect(existsSync(new URL(link, `file://${page}`))).toBe(true);
  });

  test('goes beside the history by default, and says where it cannot be written', async () => {
    addToHistory(file, NIGHTS);
    await history('page');
    expect(existsSync(join(folder, 'history.html'))).toBe(true);
    const { code, stderr } = await history('page', '-o', folder);
    expect(stderr).toMatch(/--out .*: cannot be written \(EISDIR\); name another file/);
    expect(code).toBe(2);
  });
});
