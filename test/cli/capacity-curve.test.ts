import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { capacityCurveSchema } from '../../src/capacity/curve-result.ts';
import type { Capacity } from '../../src/capacity/result.ts';
import { capacityTest } from '../capacity/made-up-tests.ts';
import { scaleproofHere } from './in-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'scaleproof-curve-'));
afterAll(() => rmSync(folder, { recursive: true }));

let parents = 0;
/** A parent of capacity tests. */
function written(tests: readonly Capacity[]): string {
  parents += 1;
  const parent = join(folder, String(parents));
  for (const [at, test] of tests.entries()) {
    const directory = join(parent, `2026-11-21T09-30-0${at}.000Z-wine-local-capacity`);
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'capacity.json'), JSON.stringify(test));
  }
  return parent;
}

const SIX = [890, 1_790, 2_640, 3_500, 4_300, 5_150].map((rps, at) => capacityTest(at + 1, rps));

test('fits the capacity tests of a parent and answers what was asked', async () => {
  const { code, stdout } = await scaleproofHere(
    ...['capacity-curve', written(SIX), '--at', '4,8', '--for', '5000'],
  );
  expect(code).toBe(0);
  expect(stdout).toMatch(/4 instances carry 3,\d\d\d\/s/);
  expect(stdout).toMatch(/8 instances carry .*extrapolated beyond the 6/s);
  expect(stdout).toMatch(/5,000\/s needs 6 instances/);
});

test('prints the same as JSON, and as Markdown', async () => {
  const parent = written(SIX);
  const { code, stdout } = await scaleproofHere('capacity-curve', parent, '--json');
  expect(code).toBe(0);
  const curve = capacityCurveSchema.parse(JSON.parse(stdout));
  expect(curve.points).toHaveLength(6);
  const { stdout: markdown } = await scaleproofHere('capacity-curve', parent, '--markdown');
  expect(markdown).toContain(`**${curve.headline}**`);
});

test('says what it left out: an ordinary run at ease, a directory it cannot read', async () => {
  const parent = written(SIX.slice(0, 5));
  cpSync('reports/sample', join(parent, '2026-11-21T10-00-00.000Z-sample'), { recursive: true });
  const broken = join(parent, '2026-11-21T11-00-00.000Z-broken');
  mkdirSync(broken);
  writeFileSync(join(broken, 'capacity.json'), '{}');
  const { code, stdout } = await scaleproofHere('capacity-curve', parent, '--json');
  expect(code).toBe(3);
  const { headline, leftOut, fit } = JSON.parse(stdout);
  expect(headline).toMatch(/^Insufficient: 5 of 6 points\./);
  expect(fit).toBeNull();
  expect(leftOut).toEqual([
    expect.stringMatching(/^2026-\S+-wine-local is left out: its instances were not counted/),
    expect.stringMatching(/broken is left out: .*is not what a capacity test writes/),
  ]);
});
