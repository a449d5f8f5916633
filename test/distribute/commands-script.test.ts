import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { Prepared } from '../../src/distribute/prepared.ts';
import { runSteps } from '../../src/distribute/run-steps.ts';
import { writePrepared } from '../../src/distribute/write-files.ts';
import { nightly, prepared } from './scenario.ts';

// A space and a quote: whoever names a folder so should not lose a load.
const folder = mkdtempSync(join(tmpdir(), "it's a distribution-"));
afterAll(() => rmSync(folder, { recursive: true }));
const bin = join(folder, 'bin');
const log = join(folder, 'log');

/** Stands in for a program: notes its arguments, and for `collect` runs what it is given as collect does. */
const FAKE = `#!/bin/sh
echo "$(basename "$0") $*" >> "$FAKE_LOG"
case "$*" in
  "scaleproof collect"*) eval "for last; do :; done"; sh -c "$last" || exit 9; exit 3 ;;
  "scaleproof import"*) exit \${IMPORT_EXIT:-0} ;;
  *"get-role"*"--query"*) echo arn:aws:iam::123456789012:role/workers ;;
  *"get-role"*|"get pvc"*) exit 1 ;;
  *"kubectl exec"*|exec*"tar cf"*) tar cf - -T /dev/null ;;
  *"apply -f -"*) cat >> "$FAKE_LOG" ;;
esac
`;

mkdirSync(bin);
for (const name of ['kubectl', 'npx', 'aws', 'sleep']) {
  writeFileSync(join(bin, name), FAKE);
  chmodSync(join(bin, name), 0o755);
}
beforeEach(() => writeFileSync(log, ''));

const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}`, FAKE_LOG: log };
const calls = () =>
  readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => /^(kubectl|npx|aws) /.test(line));

function run(made: Prepared, more: NodeJS.ProcessEnv = {}) {
  writePrepared(made, folder);
  const script = join(made.directory, 'commands.sh');
  return spawnSync('sh', [script], { encoding: 'utf8', env: { ...env, ...more } });
}

const out = join(folder, 'distributed');
const k6 = await nightly({ engine: 'k6', peakRps: 2_000 });
const artillery = await nightly({ peakRps: 9_000 });

describe('commands.sh', () => {
  test('creates, loads while AWS is watched, copies, judges and removes, in this order', async () => {
    const made = await prepared({ scenario: k6, platform: 'k6-operator', out });
    const { status, stderr } = run(made, { IMPORT_EXIT: '1' });
    expect(stderr).toBe('');
    // A failed verdict is a verdict, after which the cluster is still cleaned up.
    expect(status).toBe(0);
    expect(calls().map((call) => call.split(' ').slice(0, 3).join(' '))).toEqual([
      'kubectl get pvc',
      'kubectl apply -f',
      'kubectl apply -f',
      'kubectl wait --for=condition=Ready',
      'kubectl apply --server-side',
      'npx scaleproof collect',
      'kubectl apply -f',
      `kubectl wait testrun/${made.distribution.id}`,
      `kubectl exec ${made.distribution.id}-copy`,
      'npx scaleproof import',
      `kubectl exec ${made.distribution.id}-copy`,
      'kubectl delete --ignore-not-found',
    ]);
  });

  test('puts one moment of the near future into the TestRun', async () => {
    const made = await prepared({
      scenario: k6,
      platform: 'k6-operator',
      out,
      startInSeconds: 500,
    });
    const beforeMs = Date.now();
    run(made);
    const [, startAtMs] = /SCALEPROOF_START_AT=(\d+)/.exec(readFileSync(log, 'utf8')) ?? [];
    expect(Number(startAtMs)).toBeGreaterThan(beforeMs + 498_000);
    expect(Number(startAtMs)).toBeLessThanOrEqual(Date.now() + 500_000);
  });

  test('ends where a command fails, with what it said', async () => {
    const made = await prepared({ scenario: k6, platform: 'k6-operator', out });
    expect(run(made, { IMPORT_EXIT: '2' }).status).not.toBe(0);
    expect(calls().at(-1)).toContain('npx scaleproof import');
  });

  test("hands Artillery's command the workers' role as AWS knows it", async () => {
    const short = await nightly({ peakRps: 9_000, environment: 'smoke' }, 'scaleproof.watch=none');
    const made = await prepared({ scenario: short, platform: 'lambda', out });
    expect(run(made).status).toBe(0);
    const called = calls();
    expect(called.map((call) => call.split(' ').slice(0, 3).join(' '))).toEqual([
      'aws iam get-role',
      'aws iam create-role',
      'aws iam put-role-policy',
      'aws iam get-role',
      'npx artillery run-lambda',
      'npx scaleproof import',
    ]);
    expect(called[4]).toContain('--lambda-role-arn arn:aws:iam::123456789012:role/workers');
    expect(called[1]).toContain(`file://${made.directory}/permissions/workers-trust.json`);
  });
});

test('--apply runs the same steps, and ends with the verdict or with what failed', async () => {
  const { steps } = await prepared({ scenario: artillery, platform: 'fargate', out });
  const quiet = steps.map((step) => ({
    ...step,
    command: `export PATH='${bin.replaceAll("'", "'\\''")}':"$PATH" FAKE_LOG=${JSON.stringify(log)} IMPORT_EXIT=3; ${step.command}`,
  }));
  const said: string[] = [];
  const itself = `'${join(bin, 'npx').replaceAll("'", "'\\''")}' scaleproof`;
  expect(await runSteps(quiet, itself, ({ what }) => said.push(what))).toEqual({
    code: 3,
    failed: null,
  });
  expect(said).toEqual(steps.map(({ what }) => what));
  const broken = [{ what: 'Break', command: 'exit 7' }, ...quiet];
  expect(await runSteps(broken, itself, () => {})).toEqual({ code: 7, failed: broken[0] });
});
