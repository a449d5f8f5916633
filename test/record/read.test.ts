import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { buildTimeline } from '../../src/analysis/build-timeline.ts';
import { readRun } from '../../src/record/read.ts';
import { UnreadableRunError } from '../../src/record/read-manifest.ts';
import type { WorkersRecord } from '../../src/record/workers-record.ts';
import { renderHtml } from '../../src/report/html.ts';
import { renderVerdict } from '../../src/report/terminal.ts';
import { writeReports } from '../../src/run/write-reports.ts';
import { judge } from '../../src/verdict/judge.ts';
import { verdictSchema } from '../../src/verdict/verdict.ts';

const SAMPLE = 'reports/sample';
const FILES = ['manifest.json', 'load.ndjson', 'aws.ndjson', 'truth.ndjson'] as const;
const whole = Object.fromEntries(FILES.map((file) => [file, readFileSync(join(SAMPLE, file))]));
const directory = mkdtempSync(join(tmpdir(), 'run-'));
afterAll(() => rmSync(directory, { recursive: true }));

function write(contents: Record<string, Buffer | undefined>): void {
  for (const file of FILES) {
    const content = contents[file];
    if (content) writeFileSync(join(directory, file), content);
    else rmSync(join(directory, file), { force: true });
  }
}

async function report(from: string): Promise<string> {
  const record = await readRun(from);
  const verdict = verdictSchema.parse(judge(record));
  renderHtml(verdict, buildTimeline(record));
  return renderVerdict(verdict, { columns: 80, color: false, reportPath: 'report.html' });
}

test('the sample run, recorded with the real command, keeps its verdict', async () => {
  const record = await readRun(SAMPLE);
  expect(record.problems).toEqual([]);
  expect(judge(record)).toEqual(JSON.parse(readFileSync(join(SAMPLE, 'verdict.json'), 'utf8')));
});

test('reports a run directory of the previous version, with null for missing fields', async () => {
  write(whole);
  const before = { schemaVersion: 1, status: 'pass', settings: [{ what: 'policy', value: 'x' }] };
  writeFileSync(join(directory, 'verdict.json'), JSON.stringify(before));
  await writeReports(directory);
  const written = readFileSync(join(directory, 'verdict.json'), 'utf8');
  expect(verdictSchema.parse(JSON.parse(written))).toMatchObject({
    schemaVersion: 2,
    ...{ status: 'pass', label: null, commit: null, dataset: null },
    scenario: { system: 'wine', systemModule: null },
    target: { way: null, endpointName: 'wine-xgboost', region: 'us-east-1', functionName: null },
  });
});

test('reads what workers brought, null without it, and says so where it cannot', async () => {
  const file = join(directory, 'workers.json');
  const told: WorkersRecord = {
    schemaVersion: 1,
    distributionId: null,
    expected: 2,
    problems: [{ worker: 2, kind: 'missing', message: 'Worker 2 left no samples.' }],
    workers: [],
  };
  write(whole);
  expect(await readRun(directory)).toMatchObject({ workers: null, problems: [] });
  writeFileSync(file, JSON.stringify(told));
  expect(await readRun(directory)).toMatchObject({ workers: told, problems: [] });
  writeFileSync(file, JSON.stringify(told).slice(0, -1));
  expect(await readRun(directory)).toMatchObject({
    workers: null,
    problems: [{ file: 'workers.json', kind: 'unreadable' }],
  });
  expect(await report(directory)).toContain('workers.json cannot be read');
  rmSync(file);
});

describe('reports a damaged run directory, or explains it in one sentence', () => {
  test.each(FILES)(
    '%s cut off at any byte',
    async (file) => {
      const length = whole[file]!.length;
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 0, max: length }), async (bytes) => {
          write({ ...whole, [file]: whole[file]!.subarray(0, bytes) });
          try {
            expect(await report(directory)).toMatch(/PASS|FAIL|INCONCLUSIVE|ERROR/);
          } catch (cause) {
            expect(cause).toBeInstanceOf(UnreadableRunError);
            expect((cause as Error).message).toMatch(/manifest/);
          }
        }),
        { numRuns: 40 },
      );
    },
    60_000,
  );

  test.each(['load.ndjson', 'aws.ndjson', 'truth.ndjson'])('%s missing', async (file) => {
    write({ ...whole, [file]: undefined });
    expect(await report(directory)).toMatch(file === 'truth.ndjson' ? /PASS/ : /INCONCLUSIVE/);
  });

  test.each(['load.ndjson', 'truth.ndjson'] as const)(
    'does not wait for a pipe in place of %s',
    async (file) => {
      write({ ...whole, [file]: undefined });
      execFileSync('mkfifo', [join(directory, file)]);
      const { problems } = await readRun(directory);
      expect(problems.map(({ message }) => message)).toEqual([
        `${file} cannot be read (ENOTFILE).`,
      ]);
      rmSync(join(directory, file));
    },
  );

  test('counts and names garbage between the lines', async () => {
    const [first = '', ...rest] = whole['aws.ndjson']!.toString().split('\n');
    write({
      ...whole,
      'aws.ndjson': Buffer.from([first, '{"type":', '\u0000', ...rest].join('\n')),
    });
    const { problems } = await readRun(directory);
    expect(problems).toEqual([
      {
        file: 'aws.ndjson',
        kind: 'unreadable-lines',
        message: 'aws.ndjson: 2 lines are unreadable, the first is line 2.',
      },
    ]);
  });
});
