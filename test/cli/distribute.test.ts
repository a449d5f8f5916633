import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { distributionSchema } from '../../src/record/distribution.ts';
import { scaleproofHere } from './in-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'scaleproof-distribute-'));
afterAll(() => rmSync(folder, { recursive: true }));

const elsewhere = [
  ...['wine', '--env', 'smoke', '--set', 'scaleproof.watch=none'],
  ...['--set', 'target=https://api.example.com'],
];

function distribute(...args: string[]) {
  return scaleproofHere('distribute', ...args, '--out', join(folder, 'distributed'));
}

test('prints workers, limits, cost, permissions and the commands in order, and writes the files', async () => {
  const { code, stdout, stderr } = await distribute(
    ...[...elsewhere, '--on', 'k6-operator', '--rate', '50000'],
  );
  expect(stderr).toBe('');
  expect(code).toBe(0);
  for (const text of [
    'workers   50 pods of 1 CPU and 2 GB, engine k6',
    'each      up to 1,000 requests/s, 20,000 requests',
    'ok      NAT',
    'Nodes: unknown',
    'create and delete testruns.k6.io',
    'ReadWriteMany',
  ]) {
    expect(stdout).toContain(text);
  }
  const commands = stdout.slice(stdout.indexOf('Commands, in this order'));
  expect(commands.match(/^ {2}\d\. /gm)).toHaveLength(7);
  const [id] = readdirSync(join(folder, 'distributed'));
  const written = readdirSync(join(folder, 'distributed', id!));
  expect(written.sort()).toEqual([
    ...['claim.yaml', 'commands.sh', 'copy-pod.yaml', 'distribution.json'],
    ...['replay.js', 'script.yaml', 'test-run.yaml'],
  ]);
});

test('processes of this machine: as JSON, with the command that starts them', async () => {
  const { code, stdout } = await distribute(
    ...['wine', '--env', 'smoke', '--set', 'scaleproof.watch=none', '--on', 'processes'],
    ...['--set', 'target=http://127.0.0.1:4620', '--rate', '20', '--workers', '2', '--json'],
  );
  expect(code).toBe(0);
  const shown = JSON.parse(stdout);
  expect(distributionSchema.parse(shown.distribution)).toMatchObject({
    platform: 'processes',
    engine: 'artillery',
    workers: 2,
    samples: 'samples',
  });
  expect(shown).toMatchObject({
    schemaVersion: 1,
    workers: { peakRps: 10 },
    cost: { rows: [], isComplete: true },
    files: ['distribution.json', 'artillery-script.json', 'start.sh'],
  });
  const [load, judge] = shown.steps;
  expect(load.command).toBe(`sh ${shown.directory}/start.sh`);
  expect(judge.command).toBe(`npx scaleproof import ${shown.directory}`);
  expect(readFileSync(join(shown.directory, 'start.sh'), 'utf8')).toContain('SCALEPROOF_WORKER');
});

test.each<[string, string[], RegExp]>([
  ['no platform', [], /required option '--on <platform>' not specified/],
  ['an unknown platform', ['--on', 'azure'], /Allowed choices are k6-operator, fargate, lambda/],
  ['no place for samples', ['--on', 'fargate'], /add --samples s3:\/\/BUCKET\/PREFIX/],
  ['an engine of another platform', ['--on', 'lambda', '--engine', 'k6'], /runs artillery, not k6/],
  [
    'workers that cannot carry the rate',
    ['--on', 'k6-operator', '--rate', '9000', '--workers', '3', '--rps-per-worker', '1000'],
    /send 3,000 requests\/s, but the plan peaks at 9,000 requests\/s/,
  ],
  [
    '--apply without --yes or a terminal',
    ['--on', 'k6-operator', '--apply'],
    /Add --yes to confirm, or run in a terminal to be asked/,
  ],
])('%s is refused', async (_, args, message) => {
  const { code, stderr } = await distribute(...elsewhere, ...args);
  expect(stderr).toMatch(message);
  expect(code).toBe(2);
});

test('a cost that nobody knows cannot be limited, and a refusal writes nothing', async () => {
  const out = join(folder, 'refused');
  const args = [...elsewhere, '--on', 'k6-operator', '--max-cost', '5', '--out', out];
  const { code, stderr } = await scaleproofHere('distribute', ...args);
  expect(stderr).toContain('Cannot enforce --max-cost 5');
  expect(code).toBe(2);
  expect(existsSync(out)).toBe(false);
});
