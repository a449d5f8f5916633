import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { planSchema } from '../../src/planner/plan-result.ts';
import { scaleproofHere } from './in-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'scaleproof-plan-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** An hour at 100/s, ten minutes of it at 2,500/s. */
const file = join(folder, 'requests.csv');
writeFileSync(
  file,
  [
    'time,requests per second',
    ...Array.from({ length: 60 }, (_, minute) => {
      const time = new Date(Date.UTC(2026, 10, 2, 9, minute)).toISOString();
      return `${time},${minute >= 20 && minute < 30 ? 2_500 : 100}`;
    }),
    '',
  ].join('\n'),
);

test('a CSV file and a sweep: the plan as JSON, and exit code 0 as one policy keeps the bound', async () => {
  const { code, stdout, stderr } = await scaleproofHere(
    ...['plan', 'wine', '--traffic', file, '--sweep', 'min=4', '--json'],
  );
  expect(stderr).toBe('');
  const { traffic, policies, pick } = planSchema.parse(JSON.parse(stdout));
  expect(traffic).toMatchObject({
    startMs: Date.UTC(2026, 10, 2, 9),
    durationSeconds: 3_600,
    timeCompression: 1,
    peakRps: 2_500,
  });
  expect(policies.map(({ id }) => id)).toEqual(['as it is', 'min=4', 'fixed=3']);
  expect(pick.id).toBe('min=4');
  expect(code).toBe(0);
});

test('exit code 3, and why, where no policy keeps the bound', async () => {
  const { code, stdout } = await scaleproofHere('plan', 'wine', '--traffic', file, '--scale', '3');
  expect(stdout).toContain('No policy keeps 400 ms for 99 % of requests; the nearest, as it is,');
  expect(stdout).toContain('! The peak of 7,500 requests/s is beyond the maximum capacity');
  expect(code).toBe(3);
});

test('a price of your own is the one that counts', async () => {
  const price = ['--price', 'ml.m5.xlarge=1'];
  const { stdout } = await scaleproofHere('plan', 'wine', ...price, '--json');
  const { price: used, policies } = planSchema.parse(JSON.parse(stdout));
  expect(used).toEqual({ usdPerHour: 1, source: 'your price' });
  expect(policies[0]!.usd).toBeCloseTo(policies[0]!.instanceHours, 9);
});
