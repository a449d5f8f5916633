/** `run --retries` and `--stop-when-decided` with the real command, processes and a stand-in. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { historyLineSchema } from '../../src/history/entry.ts';
import { EVERY_CHECK_DECIDED } from '../../src/record/aws-events.ts';
import { readRun } from '../../src/record/read.ts';
import { type Verdict, verdictSchema } from '../../src/verdict/verdict.ts';
import { aimedAt, startOwnStandIn } from '../reliability/own-stand-in.ts';
import { descendantsOf } from '../reliability/process-tree.ts';
import { ANSWERS_ALONE, holdFor, QUICK } from '../reliability/quick-settings.ts';
import { STARVED } from './any-speed.ts';
import { type Started, start, temporaryDirectory } from './command.ts';

const directories: string[] = [];
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

function newDirectory(): string {
  const directory = temporaryDirectory();
  directories.push(directory);
  return directory;
}

function run(out: string, settings: readonly string[], ...flags: string[]): Started {
  const set = [...QUICK, ...settings].flatMap((setting) => ['--set', setting]);
  return start(['run', 'wine', '--out', out, ...set, ...flags]);
}

function verdicts(out: string): Verdict[] {
  return readdirSync(out)
    .filter((name) => existsSync(join(out, name, 'verdict.json')))
    .sort()
    .map((name) =>
      verdictSchema.parse(JSON.parse(readFileSync(join(out, name, 'verdict.json'), 'utf8'))),
    );
}

/** No generator is that punctual, so every attempt is in doubt. */
const ALWAYS_LATE = `scaleproof.expect=${JSON.stringify({
  errors: { maxShare: 0.5 },
  generatorLag: { p99Ms: 0.0001 },
})}`;

/** The engine does nothing for long enough that more than a hundredth of its requests are late. */
async function stallEngine({ process: { pid } }: Started): Promise<void> {
  const engines = descendantsOf(pid!).filter(({ commandLine }) => /artillery/.test(commandLine));
  expect(engines).not.toEqual([]);
  for (const engine of engines) process.kill(engine.pid, 'SIGSTOP');
  await delay(4_000);
  for (const engine of engines) process.kill(engine.pid, 'SIGCONT');
}

test.concurrent('an attempt whose generator lagged is repeated, and the next one settles it', async () => {
  const out = newDirectory();
  const history = join(newDirectory(), 'history.ndjson');
  const command = run(
    out,
    [ANSWERS_ALONE, holdFor(8)],
    ...['--retries', '2', '--record', '--history', history],
  );
  await command.shown(/load, attempt 1 of 3 \|.* ok [1-9]/);
  await stallEngine(command);
  const { code, stdout } = await command.finished;

  const [first, ...others] = verdicts(out);
  const last = others.at(-1)!;
  expect(first).toMatchObject({ status: 'inconclusive', attempt: { number: 1, earlier: [] } });
  expect(first!.checks).toContainEqual(expect.objectContaining({ reason: 'generator-lagging' }));
  expect(last.attempt.number).toBe(1 + others.length);
  expect(last.attempt.earlier[0]).toMatchObject({
    runId: first!.runId,
    reasons: expect.arrayContaining(['generator-lagging']),
  });
  expect(stdout).toMatch(/Trying again: attempt 1 of 3 was inconclusive \(.*generator-lagging.*\)/);
  expect(stdout).toContain('Sending load, attempt 2 of 3: ');
  expect(stdout).toMatch(/Attempt \d; the first was inconclusive: .*generator-lagging/);
  // Beside other work the others may lag, too.
  const reasons = last.checks
    .filter(({ status }) => status === 'inconclusive')
    .map(({ reason }) => reason);
  if (reasons.some((reason) => STARVED.includes(reason)))
    expect([others.length, code]).toEqual([2, 3]);
  else expect([last.status, code]).toEqual(['pass', 0]);

  const entries = readFileSync(history, 'utf8').trim().split('\n');
  expect(entries.map((line) => historyLineSchema.parse(JSON.parse(line)))).toEqual([
    expect.objectContaining({ runId: last.runId, attempt: last.attempt.number }),
  ]);
});

test.concurrent('a fail is not repeated', async () => {
  const out = newDirectory();
  const alone = 'scaleproof.standIn.policy.maxCapacity=1';
  const { code, stdout } = await run(out, [alone], '--retries', '2').finished;
  expect(verdicts(out).map(({ status }) => status)).toEqual(['fail']);
  expect(code).toBe(1);
  expect(stdout).not.toMatch(/Not repeated|Trying again/);
});

test.concurrent('what another attempt would not change is not repeated, and it says so', async () => {
  const out = newDirectory();
  const slow = 'phases=[{ duration: 6, arrivalRate: 10 }]';
  const expected =
    'scaleproof.expect={ scaledOut: { atLeastInstances: 2, withinSeconds: 30 }, generatorLag: { p99Ms: 5000 } }';
  const { code, stdout } = await run(out, [slow, expected], '--retries', '2').finished;
  expect(verdicts(out).map(({ status }) => status)).toEqual(['inconclusive']);
  expect(stdout).toMatch(
    /Not repeated: another attempt would end the same \(.*trigger-not-crossed.*\); do what the check says, then run again\./,
  );
  expect(code).toBe(3);
});

test.concurrent('the next attempt waits for the scale-in; when all are used up, the last one counts', async () => {
  const standIn = await startOwnStandIn();
  try {
    const out = newDirectory();
    const settings = [...aimedAt(standIn.url, standIn.url), ALWAYS_LATE];
    const { code, stdout } = await run(out, settings, '--retries', '1', '--json').finished;
    const all = verdicts(out);
    expect(JSON.parse(stdout).runId).toBe(all[1]!.runId);
    expect(all.map(({ attempt, status }) => [attempt.number, status])).toEqual([
      [1, 'inconclusive'],
      [2, 'inconclusive'],
    ]);
    expect(all.map(({ instances }) => instances.first)).toEqual([1, 1]);
    expect(all[0]!.instances.peak).toBeGreaterThan(1);
    expect(code).toBe(3);
  } finally {
    await standIn.stop();
  }
});

test.concurrent('a signal ends the wait; the verdict is that of the attempt before', async () => {
  const standIn = await startOwnStandIn();
  try {
    const out = newDirectory();
    const settings = [...aimedAt(standIn.url, standIn.url), ALWAYS_LATE];
    const command = run(out, settings, '--retries', '1');
    await command.shown(/Waiting for scale-in: \d instances in service, 1 wanted/);
    command.process.kill('SIGINT');
    const { code, stdout } = await command.finished;
    expect(code).toBe(130);
    expect(verdicts(out)).toHaveLength(1);
    expect(stdout).toContain('INCONCLUSIVE');
    expect(stdout).toContain('Report: ');
  } finally {
    await standIn.stop();
  }
});

test.concurrent('an endpoint that does not scale in again in time ends the attempts, and it says so', async () => {
  // However long the first attempt takes, and with it the wait for its last metrics.
  const standIn = await startOwnStandIn({ holdScaleInSeconds: 86_400 });
  try {
    const out = newDirectory();
    const settings = [...aimedAt(standIn.url, standIn.url), ALWAYS_LATE];
    const { code, stdout } = await run(
      out,
      settings,
      ...['--retries', '1', '--retry-wait', '1', '--quiet'],
    ).finished;
    expect(verdicts(out)).toHaveLength(1);
    expect(stdout).toMatch(
      /Not repeated: after 1 s the endpoint was not as before the first attempt/,
    );
    expect(code).toBe(3);
  } finally {
    await standIn.stop();
  }
});

test.concurrent('--stop-when-decided does not wait for the scale-in, and report says the same', async () => {
  const out = newDirectory();
  // It never comes.
  const { code } = await run(
    out,
    [
      'scaleproof.settle={ untilScaleIn: true, maxSeconds: 240 }',
      'scaleproof.standIn.faults.holdScaleInSeconds=86400',
    ],
    '--stop-when-decided',
  ).finished;
  const [verdict] = verdicts(out);
  const [name] = readdirSync(out);
  const { aws } = await readRun(join(out, name!));
  const note = aws.findLast((event) => event.type === 'collector')?.note;
  const isStarved = verdict!.checks.some(({ reason }) => STARVED.includes(reason));
  if (isStarved) return expect(code).toBe(3);
  expect([verdict!.status, code]).toEqual(['pass', 0]);
  expect(note).toBe(EVERY_CHECK_DECIDED);
  const report = await start(['report', join(out, name!), '--json']).finished;
  expect(JSON.parse(report.stdout)).toEqual(verdict);
});
