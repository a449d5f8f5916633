import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { LoadEvent } from '../../src/record/load-events.ts';
import { readRun } from '../../src/record/read.ts';
import { type Verdict, verdictSchema } from '../../src/verdict/verdict.ts';
import { start as startStandIn } from '../local/running.ts';
import { type Files, filesOf, textOf, workerFile } from '../samples/samples-folder.ts';
import { told } from '../samples/workers.ts';
import { onlyRun } from './command.ts';
import { scaleproofHere } from './in-process.ts';

const directories: string[] = [];
afterEach(() => {
  for (const directory of directories.splice(0)) {
    rmSync(directory, { recursive: true, force: true });
  }
});

function newDirectory(files: Files = {}): string {
  const directory = mkdtempSync(join(tmpdir(), 'scaleproof-import-test-'));
  directories.push(directory);
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(directory, name), content);
  return directory;
}

/** Nothing but the samples is judged, and of them only what workers can spoil. */
const UNWATCHED = [
  ...['--env', 'local'],
  ...[
    'scaleproof.standIn=',
    'scaleproof.watch=none',
    'target=http://127.0.0.1:1',
    'scaleproof.expect.errors.maxShare=0.2',
    'scaleproof.expect.generatorLag.p99Ms=20',
    'scaleproof.expect.loadDelivered.minShare=0.9',
    'scaleproof.expect.accuracy.minShare=0.2',
    'scaleproof.expect.latency={ percentile: 50, maxMs: 5000 }',
    'scaleproof.expect.reachedRate={ rps: 10, holdSeconds: 3, minInstances: 1 }',
  ].flatMap((setting) => ['--set', setting]),
];

const load = told({ workers: 3, rps: 60, seconds: 10 });
const files = filesOf({
  ...load,
  distribution: { ...load.distribution, arguments: ['wine', ...UNWATCHED] },
});

function verdictIn(directory: string): Verdict {
  return verdictSchema.parse(JSON.parse(readFileSync(join(directory, 'verdict.json'), 'utf8')));
}

const checkOf = ({ checks }: Verdict, id: string) => checks.find((check) => check.id === id)!;

describe('import', () => {
  test('judges the samples of all workers as one load, by what distribution.json says', async () => {
    const out = newDirectory();
    const { code, stderr, stdout } = await scaleproofHere(
      'import',
      newDirectory(files),
      '--out',
      out,
    );
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toContain('Reading the samples in');
    const verdict = verdictIn(onlyRun(out));
    expect(checkOf(verdict, 'load-delivered')).toMatchObject({ status: 'pass', n: 450 });
    expect(verdict.repeat.command).toContain('npx scaleproof import SAMPLES wine');
    const record = await readRun(onlyRun(out));
    expect(record.workers).toMatchObject({ expected: 3, problems: [] });
    expect(record.problems).toEqual([]);
  });

  test('needs no distribution.json where the scenario is named', async () => {
    const { 'distribution.json': _, ...without } = files;
    const out = newDirectory();
    const { code } = await scaleproofHere(
      ...['import', newDirectory(without), 'wine', ...UNWATCHED, '--out', out, '--json'],
    );
    expect(code).toBe(0);
  });

  test('names the worker that is missing, and never calls the rest whole', async () => {
    const { [workerFile(2)]: _, ...two } = files;
    const out = newDirectory();
    const { code, stdout } = await scaleproofHere('import', newDirectory(two), '--out', out);
    expect(code).toBe(3);
    expect(stdout).toContain('Worker 2 of 3 left no samples');
    expect(checkOf(verdictIn(onlyRun(out)), 'load-delivered')).toMatchObject({
      status: 'inconclusive',
      reason: 'worker-missing',
    });
    // Judged again, from the disk.
    const again = await scaleproofHere('report', onlyRun(out));
    expect(again.code).toBe(3);
  });

  test('names the worker that sent late, though all together were on time', async () => {
    const late = (events: LoadEvent[]) => {
      const slow = told({ workers: 3, rps: 60, seconds: 10 }).workers[2]!;
      return events.map((event, index) => {
        const other = slow[index];
        return event.type === 'sample' && other?.type === 'sample'
          ? { ...event, lagMs: event.second === 5 ? event.latencyMs : event.lagMs }
          : event;
      });
    };
    const out = newDirectory();
    const behind = { ...files, [workerFile(3)]: textOf(late(load.workers[2]!)) };
    await scaleproofHere('import', newDirectory(behind), '--out', out);
    const lag = checkOf(verdictIn(onlyRun(out)), 'generator-lag');
    expect(lag).toMatchObject({ status: 'inconclusive', reason: 'worker-lagging' });
    expect(lag.message).toContain('worker 3 sent with a p99 of');
  });

  test('cannot tell without workers.json', async () => {
    const out = newDirectory();
    await scaleproofHere('import', newDirectory(files), '--out', out);
    for (const damage of ['{', null]) {
      const file = join(onlyRun(out), 'workers.json');
      if (damage === null) rmSync(file);
      else writeFileSync(file, damage);
      expect((await scaleproofHere('report', onlyRun(out))).code).toBe(3);
      expect(checkOf(verdictIn(onlyRun(out)), 'load-delivered').message).toContain('workers.json');
    }
  });
});

describe('collect --workers, then import --run', () => {
  async function collected(workers = '3') {
    const { url } = await startStandIn({ timeCompression: 60 });
    const out = newDirectory();
    const settings = [
      'scaleproof.standIn=',
      `scaleproof.watch={ endpointName: wine, endpointUrl: "${url}", periodSeconds: 1, pollSeconds: 0.2, metricPollSeconds: 0.4 }`,
      'scaleproof.settle.maxSeconds=1',
      `target=${url}`,
    ].flatMap((setting) => ['--set', setting]);
    const command = ['collect', 'wine', '--env', 'local', '--out', out, ...settings];
    const { code, stdout } = await scaleproofHere(...command, '--workers', workers, '--for', '1');
    return { run: onlyRun(out), code, stdout };
  }

  test('awaits the samples, and then judges them with what AWS showed', async () => {
    const { run, code, stdout } = await collected();
    expect(code).toBe(3);
    expect(stdout).toContain(`Next: npx scaleproof import SAMPLES --run ${run}\n`);
    expect((await scaleproofHere('report', run)).code).toBe(3);
    expect(checkOf(verdictIn(run), 'load-delivered').reason).toBe('awaiting-samples');

    const imported = await scaleproofHere('import', newDirectory(files), '--run', run);
    expect(imported.stderr).toBe('');
    // These were sent at another time than was watched.
    expect(checkOf(verdictIn(run), 'load-delivered').reason).toBe('load-not-watched');
    expect(checkOf(verdictIn(run), 'errors').status).not.toBe('skipped');
    expect(readdirSync(run).filter((name) => name.endsWith('.tmp'))).toEqual([]);

    const again = await scaleproofHere('import', newDirectory(files), '--run', run);
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('has samples already');
  });

  test('leaves the run as it was where it cannot import', async () => {
    const { run } = await collected('4');
    const before = readdirSync(run);
    const refused = await scaleproofHere('import', newDirectory(files), '--run', run);
    expect(refused.stderr).toMatch(/awaits the samples of 4 workers .* of a load of 3;/);
    const other = { ...load.distribution, systemId: 'iris', arguments: ['iris'] };
    const foreign = { ...files, 'distribution.json': JSON.stringify(other) };
    const notIts = await scaleproofHere('import', newDirectory(foreign), '--run', run);
    expect(notIts.stderr).toContain('The samples are of scenario "iris"');
    expect(readdirSync(run)).toEqual(before);
    expect(existsSync(join(run, 'load.ndjson'))).toBe(false);
  });
});

describe('import says in one sentence what is wrong', () => {
  const empty = () => newDirectory({ 'notes.txt': 'hello\n' });
  const { 'distribution.json': _, ...without } = files;
  const withDistribution = (changes: object) =>
    newDirectory({
      ...files,
      'distribution.json': JSON.stringify({ ...load.distribution, ...changes }),
    });

  test.each<[string, () => string[], RegExp]>([
    ['no such folder', () => ['no/such'], /^no\/such does not exist; name the folder/],
    ['no samples in it', () => [empty()], /holds no samples of a worker \(found 1 other files\)/],
    ['an empty folder', () => [newDirectory()], /holds no samples of a worker \(it is empty\)/],
    ['no scenario', () => [newDirectory(without)], /holds no distribution\.json.*name it after/],
    [
      'another system',
      () => [newDirectory(files), 'iris', '--env', 'local', ...UNWATCHED.slice(2)],
      /are of system "wine", but scenario "iris" is for "iris"/,
    ],
    [
      'a damaged distribution.json',
      () => [newDirectory({ ...files, 'distribution.json': '{' })],
      /distribution\.json in .* is not JSON; restore/,
    ],
    [
      'a distribution.json that lacks a key',
      () => [withDistribution({ workers: undefined })],
      /"workers": .*restore/,
    ],
    [
      'a secret that was withheld',
      () => [withDistribution({ arguments: ['wine', '--set', 'x=WITHHELD'] })],
      /withholds a value that may be secret \(x=WITHHELD\)/,
    ],
    [
      'arguments that are none',
      () => [withDistribution({ arguments: ['wine', '--nonsense'] })],
      /"arguments": error: unknown option '--nonsense'; name/,
    ],
    [
      'flags without a scenario',
      () => [newDirectory(files), '--env', 'x'],
      /--env belongs to a sc/,
    ],
    [
      'flags that a run has already',
      () => [newDirectory(files), '--run', 'reports/x', '--label', 'y'],
      /--run names a run with its scenario and label/,
    ],
    [
      'no such run',
      () => [newDirectory(files), '--run', 'no/run'],
      /no\/run is not a run directory/,
    ],
    ['no bucket', () => ['s3://B'], /s3:\/\/B: expected s3:\/\/BUCKET\/PREFIX/],
    [
      'k6 output without a scenario',
      () => [newDirectory({ 'a.json': '{"type":"Metric","data":{},"metric":"vus"}\n' })],
      /holds no distribution\.json, which names the scenario/,
    ],
  ])('%s', async (_, args, message) => {
    const { code, stderr } = await scaleproofHere('import', ...args());
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(2);
  });
});
