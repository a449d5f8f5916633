import { readdirSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { findEngine } from '../../src/load/engine.ts';
import { readRun } from '../../src/record/read.ts';
import type { ResolvedScenario } from '../../src/scenario/schema.ts';
import { type Verdict, verdictSchema } from '../../src/verdict/verdict.ts';
import { expectPassUnlessStarved } from '../cli/any-speed.ts';
import { childrenOf, onlyRun, scaleproof, start, temporaryDirectory } from '../cli/command.ts';
import { hasK6 } from '../peers.ts';
import { ENDLESS, QUICK } from '../reliability/quick-settings.ts';

const directories: string[] = [];
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

function newOut(): string {
  const out = temporaryDirectory();
  directories.push(out);
  return out;
}

/** Arguments of a quick run through k6, with some settings in place of its own. */
function quick(out: string, ...settings: readonly string[]): string[] {
  const set = [...QUICK, ...settings].flatMap((setting) => ['--set', setting]);
  return ['run', 'wine', '--engine', 'k6', '--out', out, ...set];
}

test('without k6: one sentence, exit 2, and no leftovers', async () => {
  const out = newOut();
  const run = start(['run', 'wine', '--engine', 'k6', '--out', out], {
    PATH: '/nowhere',
    K6_BIN: '',
  });
  const { code, stdout, stderr } = await run.finished;
  expect(stderr).toMatch(/--engine k6 needs k6, which is not on the PATH; install it/);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stdout).toBe('');
  expect(code).toBe(2);
  expect(readdirSync(out)).toEqual([]);
});

test('an unknown engine: names the known ones, exit 2', async () => {
  const { code, stderr } = await scaleproof('run', 'wine', '--engine', 'k7');
  expect(stderr).toMatch(/Allowed choices are artillery, k6/);
  expect(code).toBe(2);
});

test.each(['lambda', 'sagemaker'])('rejects way %s with k6', (way) => {
  const scenario = { engine: 'k6', way } as unknown as ResolvedScenario;
  expect(() => findEngine(scenario, process.env)).toThrow(
    `supports only --way http, but this scenario uses way "${way}"`,
  );
});

describe.skipIf(!hasK6())('a whole run (needs k6: set K6_BIN, or put it on the PATH)', () => {
  test('ends in a verdict with k6', async () => {
    const out = newOut();
    // As `reports` is: k6 reads a relative path from its script's folder, the command from here.
    const { code, stdout } = await scaleproof(...quick(relative(process.cwd(), out)), '--json');
    const verdict: Verdict = verdictSchema.parse(JSON.parse(stdout));
    expectPassUnlessStarved(verdict, code);
    expect(verdict.load.planned).toBe(2 * 35 + 12 * 60);
    expect(verdict.load.sent + verdict.load.notSent).toBe(verdict.load.planned);
    const { manifest } = await readRun(onlyRun(out));
    expect(manifest.scenario.engine).toBe('k6');
    expect(manifest.versions.k6).toMatch(/^\d+\.\d+\.\d+/);
  });

  test('Ctrl-C stops k6 and reports what was recorded; exit 130', async () => {
    const out = newOut();
    const run = start(quick(out, ENDLESS));
    await run.shown(/ load \| planned[\s\S]* load \| planned/);
    const [k6] = childrenOf(run.process.pid!, /k6/);
    run.process.kill('SIGINT');
    const { code } = await run.finished;
    expect(code).toBe(130);
    expect(() => process.kill(k6!, 0)).toThrow();
    const { manifest, load } = await readRun(onlyRun(out));
    expect(manifest.end).toMatchObject({ how: 'interrupted', signal: 'SIGINT' });
    const end = load.at(-1);
    expect(end).toMatchObject({ type: 'end', reason: 'stopped', planned: 2 * 35 + 90 * 60 });
  });

  test('k6 killed midway: the run failed, exit 4', async () => {
    const out = newOut();
    const run = start(quick(out, ENDLESS));
    await run.shown(/ load \| planned[\s\S]* load \| planned/);
    for (const pid of childrenOf(run.process.pid!, /k6/)) process.kill(pid, 'SIGKILL');
    const { code } = await run.finished;
    expect(code).toBe(4);
    const { manifest, load } = await readRun(onlyRun(out));
    expect(manifest.end).toMatchObject({
      how: 'failed',
      message: expect.stringContaining('The load engine exited early (SIGKILL)'),
    });
    expect(load.map(({ type }) => type)).toContain('sample');
    expect(load.map(({ type }) => type)).not.toContain('end');
  });

  test('kill -9 of the command: k6 stops', async () => {
    const out = newOut();
    const run = start(quick(out, ENDLESS));
    await run.shown(/ load \| planned[\s\S]* load \| planned/);
    const [k6] = childrenOf(run.process.pid!, /k6/);
    run.process.kill('SIGKILL');
    await run.finished;
    while (isAlive(k6!)) await sleep(50); // The test's own time limit ends it otherwise.
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
