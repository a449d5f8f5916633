import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scaleproof, temporaryDirectory } from './command.ts';

describe.concurrent('a mistake gets one sentence on stderr, exit code 2 and no stack trace', () => {
  test.each<[string, string[], RegExp]>([
    ['a misspelt command', ['rnu'], /unknown command 'rnu'\n\(Did you mean run\?\)/],
    [
      'a misspelt option',
      ['run', 'wine', '--sed', '1'],
      /unknown option '--sed'\n\(Did you mean one of --seed, --set\?\)/,
    ],
    ['no scenario', ['run'], /missing required argument 'scenario'/],
    ['an unknown scenario', ['run', 'wien'], /No scenario "wien" .*did you mean wine\?/],
    ['an unknown environment', ['run', 'wine', '-e', 'loca'], /did you mean "local"\?/],
    [
      'a seed that is none',
      ['run', 'wine', '--seed', '-1'],
      /expected a whole number from 0 to 4294967295/,
    ],
    [
      'a variable that is not set',
      ['run', 'wine', '-e', 'nightly'],
      /environment variable \w+, which is not set/,
    ],
    [
      'a misspelt key',
      ['run', 'wine', '--set', 'scaleproof.expect.latencey.maxMs=1'],
      /did you mean "latency"\?/,
    ],
    ['a run that is none', ['report', 'nowhere'], /nowhere is not a run directory/],
    ['a scenario that is a directory', ['run', 'scenarios/'], /found a directory; name another/],
    ['a reserved key', ['run', 'wine', '--set', '__proto__.x=1'], /"__proto__" cannot be a key/],
    ['an empty value', ['run', 'wine', '--config', ''], /expected a value, found nothing/],
    ['a number beyond sense', ['run', 'wine', '--set', 'phases.0.duration=1e300'], /up to 604800/],
    ['an alias to nothing', ['show', 'wine', '--set', 'phases=*a'], /expected an anchor &a above/],
    ['a page of no run', ['run', 'wine', '--ui', '--dry-run'], /leave out --ui/],
    ['a port that is none', ['local', '--port', 'http'], /expected a whole number from 0 to 65535/],
  ])('%s', async (_name, args, message) => {
    const { code, stdout, stderr } = await scaleproof(...args);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  test('a run directory that cannot be created', async () => {
    const directory = temporaryDirectory();
    const file = join(directory, 'file');
    writeFileSync(file, '');
    const { code, stderr } = await scaleproof('run', 'wine', '--out', file);
    expect(stderr).toMatch(/Cannot create the run directory .* choose another parent with --out/);
    expect(code).toBe(2);
    rmSync(directory, { recursive: true });
  });

  test('a port in use', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { code, stderr } = await scaleproof('local', '--port', String(port));
    expect(stderr).toContain(String(port));
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(2);
    server.close();
  });

  test('an unreachable target leaves nothing behind', async () => {
    const out = temporaryDirectory();
    const { code, stderr } = await scaleproof(
      ...['run', 'wine', '--out', out],
      ...['--set', 'scaleproof.standIn='],
      ...['--set', 'target=http://127.0.0.1:1'],
      ...['--set', 'scaleproof.watch.endpointUrl=http://127.0.0.1:1'],
    );
    expect(stderr).toMatch(/127\.0\.0\.1:1/);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(2);
    expect(readdirSync(out)).toEqual([]);
    rmSync(out, { recursive: true });
  });
});

const COMMANDS = [
  ...[
    'run',
    'check',
    'collect',
    'record',
    'import',
    'doctor',
    'show',
    'iam',
    'init',
    'list',
    'local',
    'report',
  ],
  'completion',
];

describe.concurrent('help', () => {
  test.each([[['--help']], ...COMMANDS.map((command) => [[command, '--help']])])(
    'of %j ends with commands to paste',
    async (args) => {
      const { code, stdout } = await scaleproof(...args);
      expect(code).toBe(0);
      expect(stdout).toMatch(/Examples:\n(?: {2,}\S.*\n)+\n?$/);
      for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    },
  );
});
