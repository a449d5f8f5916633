import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { buildTimeline } from '../../src/analysis/build-timeline.ts';
import { readRun } from '../../src/record/read.ts';
import { UnreadableRunError } from '../../src/record/read-manifest.ts';
import { renderHtml } from '../../src/report/html.ts';
import { renderJunit } from '../../src/report/junit.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { renderVerdict } from '../../src/report/terminal.ts';
import { judge } from '../../src/verdict/judge.ts';
import { verdictSchema } from '../../src/verdict/verdict.ts';
import { FUZZ_TIMES } from '../fuzz-times.ts';
import { damage } from './damage.ts';
import { RUN_FILES, type RunFile, smallRun } from './small-run.ts';

const SEED = 20_261_121;
/**
 * In all 1,000, times `FUZZ_TIMES`. All are judged; every third is rendered in all formats, which takes
 * as long again.
 */
const RUNS: Readonly<Record<RunFile, number>> = {
  'manifest.json': 560,
  'load.ndjson': 200,
  'aws.ndjson': 200,
  'truth.ndjson': 40,
};

const whole = smallRun();
const directory = mkdtempSync(join(tmpdir(), 'fuzz-'));
afterAll(() => rmSync(directory, { recursive: true }));

async function report(isRendered = true): Promise<void> {
  const record = await readRun(directory);
  const verdict = judge(record);
  expect(() => verdictSchema.parse(verdict)).not.toThrow();
  if (!isRendered) return;
  renderHtml(verdict, buildTimeline(record));
  renderMarkdown(verdict);
  renderJunit(verdict);
  renderVerdict(verdict, { columns: 80, color: false, reportPath: 'report.html' });
}

test('the undamaged run is valid', async () => {
  for (const file of RUN_FILES) writeFileSync(join(directory, file), whole[file]);
  expect((await readRun(directory)).problems).toEqual([]);
  await report();
});

describe('a damaged run is either judged and reported, or rejected', () => {
  test.each(RUN_FILES)(
    '%s',
    async (file) => {
      for (const each of RUN_FILES) writeFileSync(join(directory, each), whole[each]);
      let number = 0;
      await fc.assert(
        fc.asyncProperty(damage, async (damaged) => {
          number += 1;
          writeFileSync(join(directory, file), damaged(whole[file]), 'latin1');
          try {
            await report(number % 3 === 0);
          } catch (cause) {
            // Only without a manifest there is no run.
            if (!(cause instanceof UnreadableRunError) || file !== 'manifest.json') throw cause;
          }
          expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
        }),
        // On failure fast-check prints the seed, the path and the smallest damage that does it.
        { seed: SEED, numRuns: RUNS[file] * FUZZ_TIMES, endOnFailure: true },
      );
    },
    600_000,
  );
});

describe('cases that random damage may miss', () => {
  const bomb = deflateRawSync(Buffer.alloc(200_000_000)).toString('base64');

  test.each<[string, RunFile, RegExp, string]>([
    [
      'a second far beyond any load',
      'load.ndjson',
      /"second":[1-9]\d*/,
      '"second":9007199254740991',
    ],
    ['a second that memory might hold', 'load.ndjson', /"second":[1-9]\d*/, '"second":400000000'],
    ['a time that no date shows', 'load.ndjson', /"planStartMs":[\d.]+/, '"planStartMs":-1e300'],
    ['counts whose sum is not exact', 'load.ndjson', /"count":\d+/g, '"count":9007199254740991'],
    [
      'a sketch that unpacks to 200 MB',
      'load.ndjson',
      /"ddsketch":"[^"]+"/g,
      `"ddsketch":"${bomb}"`,
    ],
    ['sketches that are none', 'load.ndjson', /"ddsketch":"[^"]+"/g, '"ddsketch":"AAAA"'],
    ['periods too short to count', 'aws.ndjson', /"periodSeconds":5/g, '"periodSeconds":1e-9'],
    ['a datapoint of another age', 'aws.ndjson', /"timestampMs":\d+/, '"timestampMs":1e300'],
    ['values of any size', 'aws.ndjson', /"value":[\d.]+/g, '"value":1e308'],
  ])('%s', async (_, file, pattern, replacement) => {
    for (const each of RUN_FILES) writeFileSync(join(directory, each), whole[each]);
    expect(whole[file]).toMatch(pattern);
    writeFileSync(join(directory, file), whole[file].replace(pattern, replacement));
    const before = process.memoryUsage().rss;
    await report();
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
  });

  test.each<[string, RegExp, string]>([
    ['the scenario', /"scenario": \{/, '"scenario": {}, "other": {'],
    ['what it expects', /"expect": \{/, '"expect": 5, "other": {'],
    ['its name', /"name": "wine"/, '"name": {}'],
    ['when the run was made', /"createdAtMs": \d+/, '"createdAtMs": 1e300'],
    ['how much time is compressed', /"timeCompression": \d+/, '"timeCompression": 0'],
  ])('a manifest that does not tell %s is no manifest, in one sentence', async (_, key, other) => {
    expect(whole['manifest.json']).toMatch(key);
    writeFileSync(join(directory, 'manifest.json'), whole['manifest.json'].replace(key, other));
    await expect(readRun(directory)).rejects.toThrow(UnreadableRunError);
    await expect(readRun(directory)).rejects.toThrow(
      /^[^\n]* is not a manifest of schema version 1/,
    );
  });
});
