import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readHistory } from '../../src/history/history.ts';
import { readRun } from '../../src/record/read.ts';
import { type Verdict, verdictSchema } from '../../src/verdict/verdict.ts';
import { stagesBesideTruth } from '../matrix/stages-beside-truth.ts';
import { ENDLESS, QUICK } from '../reliability/quick-settings.ts';
import { expectPassUnlessStarved } from './any-speed.ts';
import { childrenOf, onlyRun, scaleproof, start, temporaryDirectory } from './command.ts';

/** A progress line of a load that has answers already. */
const MIDWAY = / load \| planned [1-9].* ok [1-9]/;

const directories: string[] = [];
afterAll(() => {
  for (const directory of directories.splice(0))
    rmSync(directory, { recursive: true, force: true });
});

/** Arguments of a quick run, with some settings in place of its own. */
function quick(out: string, ...settings: readonly string[]): string[] {
  const set = [...QUICK, ...settings].flatMap((setting) => ['--set', setting]);
  return ['run', 'wine', '--out', out, ...set];
}

function newOut(): string {
  const out = temporaryDirectory();
  directories.push(out);
  return out;
}

function readVerdict(out: string): Verdict {
  return verdictSchema.parse(JSON.parse(readFileSync(join(onlyRun(out), 'verdict.json'), 'utf8')));
}

function check(verdict: Verdict, id: string) {
  return verdict.checks.find((each) => each.id === id);
}

test('passes an endpoint that scales out, with every stage at its true time', async () => {
  const out = newOut();
  const history = join(newOut(), 'new', 'history.ndjson');
  const recorded = ['--record', '--history', history, '--label', 'night 7'];
  const { code, stdout, stderr } = await scaleproof(...quick(out), '--json', ...recorded);
  const verdict = verdictSchema.parse(JSON.parse(stdout));
  expectPassUnlessStarved(verdict, code);
  expect(readHistory(history).runs).toMatchObject([
    { runId: verdict.runId, status: verdict.status, label: 'night 7', ended: 'completed' },
  ]);
  expect(stderr).toMatch(/Sending load/);
  expect(readVerdict(out)).toEqual(verdict);
  expect(verdict.load.planned).toBe(2 * 35 + 12 * 60);
  expect(verdict.load.sent + verdict.load.notSent).toBe(verdict.load.planned);

  const record = await readRun(onlyRun(out));
  // A busy server stamps its answers with a date that is some milliseconds old.
  expect(stagesBesideTruth(record, verdict, 250)).toEqual([]);
});

describe.concurrent('distinguishes failures', () => {
  test('a policy that cannot scale: fail, exit 1', async () => {
    const out = newOut();
    const { code, stdout } = await scaleproof(
      ...quick(out, 'scaleproof.standIn.policy.maxCapacity=1'),
    );
    const verdict = readVerdict(out);
    expect(verdict.status).toBe('fail');
    expect(check(verdict, 'scaled-out')).toMatchObject({
      status: 'fail',
      reason: 'at-max-capacity',
    });
    expect(stdout).toContain('FAIL');
    expect(code).toBe(1);
  });

  test('a load too small to cross the target: inconclusive, exit 3', async () => {
    const out = newOut();
    const { code } = await scaleproof(
      ...quick(
        out,
        'phases=[{ duration: 10, arrivalRate: 10.5 }]',
        'scaleproof.expect.reachedRate.rps=10',
      ),
    );
    const verdict = readVerdict(out);
    expect(verdict.status).toBe('inconclusive');
    expect(check(verdict, 'scaled-out')).toMatchObject({
      status: 'inconclusive',
      reason: 'trigger-not-crossed',
    });
    expect(verdict.load.planned).toBe(105);
    expect(code).toBe(3);
  });

  test('stand-in killed midway: an error verdict that says so, exit 4', async () => {
    const out = newOut();
    const run = start(quick(out, ENDLESS));
    await run.shown(MIDWAY);
    for (const pid of childrenOf(run.process.pid!, /stand-in-child/)) process.kill(pid, 'SIGKILL');
    const { code, stdout, stderr } = await run.finished;
    expect(stderr).toBe('');
    expect(stdout).toMatch(/stand-in exited during the run/);
    expect(readVerdict(out).status).toBe('error');
    expect(code).toBe(4);
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    '%s midway: a report of what was recorded, and exit %i',
    async (signal, exitCode) => {
      const out = newOut();
      const run = start(quick(out, ENDLESS));
      await run.shown(MIDWAY);
      run.process.kill(signal);
      const { code, stdout } = await run.finished;
      expect(code).toBe(exitCode);
      const verdict = readVerdict(out);
      expect(verdict.ended).toBe('interrupted');
      expect(verdict.load.sent).toBeGreaterThan(0);
      expect(verdict.load.sent + verdict.load.notSent).toBe(verdict.load.planned);
      expect(stdout).toContain('report.html');
      const { manifest, load } = await readRun(onlyRun(out));
      expect(manifest.end).toMatchObject({ how: 'interrupted', signal });
      expect(load.at(-1)).toMatchObject({ type: 'end', reason: 'stopped' });
    },
    120_000,
  );

  test('kill -9 of the command midway: report renders what is on disk, and the load stops', async () => {
    const out = newOut();
    const run = start(quick(out, ENDLESS));
    await run.shown(MIDWAY);
    const [engine] = childrenOf(run.process.pid!, /artillery/);
    run.process.kill('SIGKILL');
    await run.finished;
    const directory = onlyRun(out);
    await gone(engine!);
    const report = await scaleproof('report', directory);
    expect(report.stderr).toBe('');
    expect(existsSync(join(directory, 'report.html'))).toBe(true);
    const verdict = readVerdict(out);
    expect(verdict.ended).toBe('cut-off');
    expect(verdict.checks.filter(({ status }) => status === 'fail')).toEqual([]);
    expect(verdict.status).toBe('inconclusive');
    expect(verdict.load.sent).toBeGreaterThan(0);
    expect(report.code).toBe(3);
  });

  test('run directory removed midway: one sentence, exit 4, and the load stops', async () => {
    const out = newOut();
    const run = start(quick(out, ENDLESS));
    await run.shown(MIDWAY);
    const [engine] = childrenOf(run.process.pid!, /artillery/);
    rmSync(onlyRun(out), { recursive: true });
    run.process.kill('SIGINT');
    const { code, stderr } = await run.finished;
    expect(stderr).toMatch(
      /manifest\.json could not be written \(ENOENT\): .* run directory was removed/,
    );
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(4);
    await gone(engine!);
  });
});

/** Resolves when the process is no more. */
async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
