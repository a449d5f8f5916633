import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { verdictSchema } from '../../src/verdict/verdict.ts';
import { onlyRun, scaleproof, temporaryDirectory } from './command.ts';

/** A function that may run once at a time: alone each request is answered, under load most are not. */
const OVERWHELMED = [
  'phases=[{ name: hold, duration: 60, arrivalRate: 100 }]',
  'scaleproof.expect={ errors: { maxShare: 0.01 } }',
  'scaleproof.standIn.timeCompression=60',
  'scaleproof.standIn.lambda={ reservedConcurrency: 1 }',
  'scaleproof.standIn.instance.serviceTimeMs=100',
  'scaleproof.abort.forSeconds=3',
  'scaleproof.settle.maxSeconds=5',
].flatMap((setting) => ['--set', setting]);

test('aborts a load that mostly fails, and judges what was recorded', async () => {
  const out = temporaryDirectory();
  try {
    const { code, stdout } = await scaleproof('run', 'wine', '--out', out, ...OVERWHELMED);
    expect(code).toBe(1);
    expect(stdout).toMatch(/of requests failed for 3 s; the limit is 50 %/);
    const verdict = verdictSchema.parse(
      JSON.parse(readFileSync(join(onlyRun(out), 'verdict.json'), 'utf8')),
    );
    expect(verdict).toMatchObject({ status: 'fail', ended: 'aborted' });
    expect(verdict.checks.find(({ id }) => id === 'errors')).toMatchObject({
      status: 'fail',
      reason: 'load-aborted',
    });
    // Every planned request is accounted for: sent, or stopped.
    expect(verdict.load.sent + verdict.load.notSent).toBe(verdict.load.planned);
    expect(verdict.load.sent).toBeLessThan(6_000);
    expect(verdict.load.completed).toBeGreaterThan(200);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
});
