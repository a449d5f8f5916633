import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryDirectory } from './command.ts';
import { scaleproofHere } from './in-process.ts';

const parent = temporaryDirectory();
afterAll(() => rmSync(parent, { recursive: true }));

const [A, B] = [join(parent, 'before'), join(parent, 'after')];

/** The sample, and the same as another run whose load was interrupted. */
beforeAll(() => {
  for (const directory of [A, B]) cpSync('reports/sample', directory, { recursive: true });
  const file = join(B, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  const end = { ...manifest.end, how: 'interrupted' };
  writeFileSync(file, JSON.stringify({ ...manifest, runId: 'another', label: 'after', end }));
  // A working copy may have the sample's page; a clone has none.
  rmSync(join(B, 'report.html'), { force: true });
  writeFileSync(join(A, 'report.html'), '');
});

describe('report A B', () => {
  test('writes one page, says where, and prints what both have', async () => {
    const out = join(parent, 'pages');
    const { code, stdout, stderr } = await scaleproofHere('report', A, B, '--out', out);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^A: before, .*: PASS\nB: after, another: INCONCLUSIVE\n/);
    expect(stdout).toMatch(/B did not complete/);
    const file = join(out, 'before-vs-after.html');
    expect(stdout).toMatch(new RegExp(`\\nWrote ${file}\\.\\n$`));
    const page = readFileSync(file, 'utf8');
    expect(page).toContain('href="../before/report.html"');
    expect(page).not.toContain('href="../after/report.html"');
    expect(page).toContain('The run was interrupted');
  });

  test('--to names the page, -q leaves the path; the runs stay as they were', async () => {
    const file = join(parent, 'one.html');
    const { code, stdout } = await scaleproofHere('report', A, A, '--to', file, '-q');
    expect({ code, stdout }).toEqual({ code: 0, stdout: `Wrote ${file}.\n` });
    expect(readFileSync(file, 'utf8')).toContain('A and B are the same run');
    expect(existsSync(join(B, 'report.html'))).toBe(false);
  });

  test('takes parents of runs, and finds the newest of each', async () => {
    const nested = join(parent, 'nested');
    cpSync(A, join(nested, '2026-01-01T00-00-00.000Z-wine-local'), { recursive: true });
    const file = join(parent, 'two.html');
    const { code, stdout } = await scaleproofHere('report', nested, B, '--to', file);
    expect(code).toBe(0);
    expect(stdout).toContain('B: after, another');
  });

  const capacity = join(parent, 'capacity');
  test.each<[string, string[], RegExp]>([
    [
      'three runs',
      [A, B, A],
      /^.*3 are named; for more, use `scaleproof compare`.*`scaleproof history`/,
    ],
    ['a run that is none', [A, 'nowhere'], /nowhere is not a run directory/],
    ['a capacity test', [A, capacity], /capacity is a capacity test.*; name two runs\./],
    ['an export', [A, B, '--format', 'csv'], /--format applies to a single run, but two are named/],
    [
      'JUnit',
      [A, B, '--junit', join(parent, 'x.xml')],
      /--junit applies to a single run, but two are named/,
    ],
    ['a page that cannot be', [A, B, '--to', parent], /cannot be written \(EISDIR\); name another/],
  ])('refuses %s in one sentence', async (_, args, message) => {
    mkdirSync(capacity, { recursive: true });
    writeFileSync(join(capacity, 'steps.ndjson'), '');
    const { code, stdout, stderr } = await scaleproofHere('report', ...args);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  test('prints no JSON of two runs but that of the mistake, as every command does', async () => {
    const { code, stdout } = await scaleproofHere('report', A, B, '--json');
    expect(code).toBe(2);
    expect(JSON.parse(stdout).next).toMatch(/use `scaleproof compare A B --json`\.$/);
  });
});
