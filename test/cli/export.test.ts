import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, describe, expect, test } from 'vitest';
import { receiver } from '../export/receiver.ts';
import { scaleproofHere } from './in-process.ts';

const parent = mkdtempSync(join(tmpdir(), 'scaleproof-export-'));
afterAll(() => rmSync(parent, { recursive: true }));

/** The sample run in a folder of its own, some of its files changed. */
function copyOfSample(name: string, changed: Record<string, (text: string) => string | null> = {}) {
  const run = join(parent, name);
  cpSync('reports/sample', run, { recursive: true });
  for (const [file, change] of Object.entries(changed)) {
    const text = change(readFileSync(join(run, file), 'utf8'));
    if (text === null) rmSync(join(run, file));
    else writeFileSync(join(run, file), text);
  }
  return run;
}

const columnsOf = (csv: string): Record<string, string>[] => parse(csv, { columns: true });

describe('report --format', () => {
  test('prints the export alone, writes nothing into the run, and exits 0', async () => {
    const run = copyOfSample('untouched', { 'verdict.json': () => null });
    const files = readdirSync(run);
    const csv = await scaleproofHere('report', run, '--format', 'csv');
    expect(csv).toMatchObject({ code: 0, stderr: '' });
    expect(csv.stdout).toMatch(/^time_utc,seconds_since_load_began,/);
    const text = await scaleproofHere('report', run, '--format', 'openmetrics');
    expect(text.stdout).toMatch(/^# HELP scaleproof_run_info [\s\S]*\n# EOF\n$/);
    const otlp = await scaleproofHere('report', run, '--format', 'otlp', '--signal', 'traces');
    expect(Object.keys(JSON.parse(otlp.stdout))).toEqual(['resourceSpans']);
    expect(readdirSync(run)).toEqual(files);
  });

  test('writes to a file, in folders that do not exist yet', async () => {
    const file = join(parent, 'new/folder/run.csv');
    const args = ['report', 'reports/sample', '--format', 'csv'];
    const { code, stdout } = await scaleproofHere(...args, '--to', file);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(readFileSync(file, 'utf8')).toBe((await scaleproofHere(...args)).stdout);
  });

  test('says which file it cannot write', async () => {
    const args = ['report', 'reports/sample', '--format', 'csv', '--to', parent];
    const { code, stderr } = await scaleproofHere(...args);
    expect(code).toBe(2);
    expect(stderr).toBe(`--to ${parent}: cannot be written (EISDIR); name another file.\n`);
  });
});

describe('a run that did not come to its end', () => {
  const half = (text: string) => text.slice(0, text.length / 2);

  test('killed in the middle of a line, is exported as far as it came', async () => {
    const whole = await scaleproofHere('report', 'reports/sample', '--format', 'csv');
    const run = copyOfSample('killed', {
      'load.ndjson': half,
      'aws.ndjson': half,
      'manifest.json': (text) => JSON.stringify({ ...JSON.parse(text), end: null }),
    });
    const csv = await scaleproofHere('report', run, '--format', 'csv');
    const [rows, all] = [columnsOf(csv.stdout), columnsOf(whole.stdout)];
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.length).toBeLessThan(all.length);
    expect(rows[5]!.sent_requests).toBe(all[5]!.sent_requests);
    await using otlp = await receiver();
    const push = ['report', run, '--format', 'otlp', '--push', otlp.url];
    expect(await scaleproofHere(...push)).toMatchObject({ code: 0, stderr: '' });
  });

  test('without a line of AWS, has the load', async () => {
    const run = copyOfSample('without-aws', { 'aws.ndjson': () => null });
    const csv = await scaleproofHere('report', run, '--format', 'csv');
    const rows = columnsOf(csv.stdout);
    expect(rows[0]).toMatchObject({ seconds_since_load_began: '0', instances_in_service: '' });
    const text = await scaleproofHere('report', run, '--format', 'openmetrics');
    expect(text.stdout).toContain('scaleproof_run_latency_seconds{');
    expect(text.stdout).not.toContain('scaleproof_run_instances{');
  });

  test('before anything was seen, is a header, a status, and no OTLP', async () => {
    const run = copyOfSample('nothing', {
      'load.ndjson': () => null,
      'aws.ndjson': () => null,
      'manifest.json': (text) => JSON.stringify({ ...JSON.parse(text), end: null }),
    });
    const csv = await scaleproofHere('report', run, '--format', 'csv');
    expect(columnsOf(csv.stdout)).toEqual([]);
    const text = await scaleproofHere('report', run, '--format', 'openmetrics');
    expect(text.stdout).toMatch(/^scaleproof_run_status\{.*status="inconclusive"\} 1$/m);
    const otlp = await scaleproofHere('report', run, '--format', 'otlp');
    expect(otlp.code).toBe(2);
    expect(otlp.stderr).toContain('has nothing to export as OTLP');
  });
});

describe('report --push', () => {
  test('says what it pushed, and nothing when asked to be quiet', async () => {
    await using otlp = await receiver();
    const args = ['report', 'reports/sample', '--format', 'otlp', '--push', otlp.url];
    const { code, stdout } = await scaleproofHere(...args);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      new RegExp(`^Pushed \\d+ spans and [\\d,]+ datapoints to ${otlp.host}.\n$`),
    );
    expect((await scaleproofHere(...args, '--quiet')).stdout).toBe('');
    expect(otlp.received.map(({ path }) => path)).toContain('/v1/traces');
  });

  test('that is refused exits 4 with one sentence', async () => {
    await using gateway = await receiver({ status: 400, body: 'text format parsing error' });
    const args = ['report', 'reports/sample', '--format', 'openmetrics', '--push', gateway.url];
    const { code, stdout, stderr } = await scaleproofHere(...args);
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(stderr).toMatch(
      new RegExp(`^${gateway.host} answered 400 Bad Request .*"text format parsing error".*\n$`),
    );
  });
});
