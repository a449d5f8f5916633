/** `capacity` with the real command, and what other commands say of what it leaves. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { capacitySchema } from '../../src/capacity/result.ts';
import { start, temporaryDirectory } from './command.ts';
import { scaleproofHere } from './in-process.ts';

const out = temporaryDirectory();
afterAll(() => rmSync(out, { recursive: true, force: true }));

describe('capacity is refused', () => {
  test.each([
    [
      ['iris', '--set', 'scaleproof.expect.latency='],
      'has no latency bound',
      '--bound "p99 400ms"',
    ],
    [['wine', '--from', '500', '--up-to', '100'], '--from 500 is above --up-to', 'lower --from'],
    [['wine', '--up-to', '900000'], 'is more than the', 'where there are more cores'],
    [['wine', '--step', '5s'], 'expected at least 10 seconds', 'make it longer'],
  ])('%j', async (args, what, next) => {
    const { code, stderr } = await scaleproofHere('capacity', ...args, '--out', join(out, 'none'));
    expect(code).toBe(2);
    expect(stderr).toContain(what);
    expect(stderr).toContain(next);
    expect(readdirSync(out)).toEqual([]);
  });
});

test('interrupted, it reports what it found, and so does `report`; other commands say what it is', async () => {
  const settings = ['--from', '20', '--up-to', '80', '--step', '10s'];
  const command = start(['capacity', 'iris', ...settings, '--out', out]);
  await command.shown(/^rising +20\/s/m);
  command.process.kill('SIGINT');
  const { code, stdout } = await command.finished;
  expect(code).toBe(130);
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain('the test ended before it was done');
  const [name] = readdirSync(out);
  const directory = join(out, name!);
  expect(name).toMatch(/-iris-local-capacity$/);

  const written = () =>
    capacitySchema.parse(JSON.parse(readFileSync(join(directory, 'capacity.json'), 'utf8')));
  const before = written();
  expect(before).toMatchObject({ state: 'inconclusive', unit: { kind: 'instances', count: 1 } });
  expect(before.steps[0]).toMatchObject({ purpose: 'rising', targetRps: 20 });
  rmSync(join(directory, 'capacity.json'));
  const again = await scaleproofHere('report', directory);
  expect(again.code).toBe(3);
  expect(again.stdout).toContain('rising');
  expect(written()).toEqual(before);
  const latest = await scaleproofHere('report', '--out', out, '--json');
  expect(JSON.parse(latest.stdout)).toEqual(before);

  for (const args of [
    ['history', 'add', directory],
    ['compare', directory, directory],
  ]) {
    const refused = await scaleproofHere(...args, '--history', join(out, 'history.ndjson'));
    expect(refused.stderr, args.join(' ')).toContain('is a capacity test, not a run');
    expect(refused.code).toBe(2);
  }
  const exported = await scaleproofHere('report', directory, '--format', 'csv');
  expect(exported.stderr).toContain('is a capacity test, which has no page');
  expect(exported.code).toBe(2);
});
