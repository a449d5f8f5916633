import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { afterAll, describe, expect, test } from 'vitest';
import { outputTo } from '../../src/cli/output.ts';
import { onlyRun, scaleproof, start } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'scaleproof-habits-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('list', () => {
  test('names systems, and scenarios with their environments', async () => {
    const { code, stdout } = await scaleproof('list');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ {2}wine +Wine cultivar +http \(default\), sagemaker$/m);
    expect(stdout).toMatch(/^ {2}wine +wine +local, smoke, nightly, release$/m);
  });

  test('gives the same as JSON', async () => {
    const { systems, scenarios } = JSON.parse((await scaleproof('list', '--json')).stdout);
    expect(systems).toContainEqual({
      id: 'wine',
      title: 'Wine cultivar',
      ways: ['http', 'sagemaker'],
      defaultWay: 'http',
    });
    expect(scenarios).toContainEqual({
      name: 'wine',
      file: 'scenarios/wine.yml',
      system: 'wine',
      environments: ['local', 'smoke', 'nightly', 'release'],
      problem: null,
    });
  });
});

describe('run --dry-run', () => {
  test('does everything up to the load and leaves nothing behind', async () => {
    const out = join(folder, 'dry');
    const { code, stdout } = await scaleproof('run', 'wine', '--dry-run', '--out', out);
    expect(code).toBe(0);
    expect(stdout).toContain('10 of 10 correct');
    expect(stdout).toContain('Plan: 90,300 requests in 2:00, up to 1,000 requests/s');
    expect(stdout).toMatch(/^ {5}1K┤ .*─$/m);
    expect(stdout).toContain('Duration: 2:00 of load');
    expect(stdout).toContain('Cost: nothing');
    expect(stdout).toMatch(/No load was sent.*\n {2}npx scaleproof run wine --out \S+\n$/);
    for (const line of stdout.split('\n').slice(0, -2)) expect(line.length).toBeLessThanOrEqual(80);
    expect(existsSync(out)).toBe(false);
  });

  test('refuses what run would refuse', async () => {
    const { code, stdout } = await scaleproof(
      'run',
      'wine',
      '--dry-run',
      '--json',
      '--engine',
      'k6',
      '--way',
      'sagemaker',
    );
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'error', kind: 'configuration' });
  });
});

describe('an error for scripts', () => {
  const UNREACHABLE = [
    ...['--set', 'scaleproof.standIn=', '--set', 'target=http://127.0.0.1:1'],
    ...['--set', 'scaleproof.watch.endpointUrl=http://127.0.0.1:1'],
  ];
  test.each<[string, string[], object]>([
    [
      'a misspelt option',
      ['run', 'wine', '--jsn', '--json'],
      { kind: 'usage', message: expect.stringContaining("unknown option '--jsn'") },
    ],
    [
      'a misspelt key of a file',
      ['doctor', join(folder, 'scenarios', 'typo.yml'), '--json'],
      { kind: 'configuration', file: expect.stringMatching(/typo\.yml$/), line: 3 },
    ],
    [
      'a variable that is not set',
      ['check', 'wine', '--env', 'nightly', '--json'],
      { kind: 'configuration', file: 'scenarios/wine.yml', line: expect.any(Number) },
    ],
    ['a target that is down', ['run', 'wine', ...UNREACHABLE, '--json'], { exitCode: 2 }],
    ['a run that is none', ['report', 'nowhere', '--json'], { kind: 'run' }],
  ])('is an object: %s', async (_, args, expected) => {
    mkdirSync(join(folder, 'scenarios'), { recursive: true });
    writeFileSync(join(folder, 'artillery.yml'), 'config: { environments: { local: {} } }\n');
    writeFileSync(
      join(folder, 'scenarios', 'typo.yml'),
      'config:\n  environments: { local: {} }\n  targt: http://127.0.0.1:1\nscenarios: []\n',
    );
    const { code, stdout, stderr } = await scaleproof(...args);
    expect(code).toBe(2);
    const problem = JSON.parse(stdout);
    expect(problem).toMatchObject({ status: 'error', exitCode: 2, ...expected });
    expect(problem.next).toEqual(expect.any(String));
    expect(stderr).toContain(problem.message.split('\n')[0]);
  });

  test.each([
    [['check', 'wine', '--env', 'nowhere'], 'configuration', 'no environment "nowhere"'],
    [['doctor', 'wine', '--region', 'x'], 'usage', 'expected an AWS Region'],
  ])('is a red test case of %j', async (args, type, message) => {
    const file = join(folder, `${args[0]}.xml`);
    const { code } = await scaleproof(...args, '--junit', file);
    expect(code).toBe(2);
    const { testsuites } = new XMLParser({ ignoreAttributes: false }).parse(
      readFileSync(file, 'utf8'),
    );
    const { error } = testsuites.testsuite.testcase;
    expect(error['@_type']).toBe(type);
    expect(error['@_message']).toContain(message);
  });

  test.each([
    ['check', 'Enough predictions are correct'],
    ['doctor', 'rows: Rows'],
  ])('--junit of %s has what it found', async (command, name) => {
    const file = join(folder, `${command}-found.xml`);
    const { code } = await scaleproof(command, 'wine', '--junit', file);
    expect(code).toBe(0);
    const { testsuites } = new XMLParser({ ignoreAttributes: false }).parse(
      readFileSync(file, 'utf8'),
    );
    expect(testsuites).toMatchObject({ '@_errors': '0', '@_failures': '0' });
    const names = testsuites.testsuite.testcase.map((one: Record<string, string>) => one['@_name']);
    expect(names).toContain(name);
  });

  test('is a red test case: no credentials', async () => {
    const file = join(folder, 'deep', 'junit.xml');
    const none = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_PROFILE: '' };
    const { code, stdout } = await start(
      [
        ...['run', 'wine', '--set', 'scaleproof.standIn=', '--set', 'target=https://192.0.2.1'],
        ...['--yes', '--json', '--junit', file],
      ],
      {
        ...none,
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_CONFIG_FILE: join(folder, 'none'),
        AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none'),
      },
    ).finished;
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'credentials' });
    const { testsuites } = new XMLParser({ ignoreAttributes: false }).parse(
      readFileSync(file, 'utf8'),
    );
    expect(testsuites).toMatchObject({ '@_tests': '1', '@_errors': '1' });
    expect(testsuites.testsuite.testcase.error['@_type']).toBe('credentials');
    expect(testsuites.testsuite.testcase.error['@_message']).toContain('credentials');
  });
});

describe('flags that every command takes', () => {
  test.each([['-v'], ['-V'], ['--version']])('%s prints the version', async (flag) => {
    const { code, stdout, stderr } = await scaleproof(flag);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  test('--region wins over the scenario, before or after the command', async () => {
    const first = await scaleproof('--region', 'eu-west-1', 'iam', 'wine', '--quiet');
    const last = await scaleproof('iam', 'wine', '--quiet', '--region', 'eu-west-1');
    expect(first.stdout).toContain('arn:aws:sagemaker:eu-west-1:');
    expect(last).toEqual(first);
    expect(first.stderr).toBe('');
    const local = start(['local', 'wine', '--port', '0', '--region', 'eu-west-1', '--json']);
    await local.shown('eu-west-1');
    local.process.kill();
    await local.finished;
    const wrong = await scaleproof('iam', 'wine', '--region', 'europe');
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('expected an AWS Region such as us-east-1');
  });

  test.each<[NodeJS.ProcessEnv, boolean, boolean]>([
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, true, false],
    [{ TERM: 'dumb' }, true, false],
  ])('with %j at a terminal (%j), there is colour: %j', (env, isTTY, expected) => {
    expect(outputTo({ isTTY } as NodeJS.WriteStream, env).color).toBe(expected);
  });

  test('--no-color wins over FORCE_COLOR', async () => {
    const env = { NO_COLOR: '', FORCE_COLOR: '1' };
    const colored = await start(['list'], env).finished;
    expect(colored.stdout).toContain('\u001b[');
    expect((await start(['list', '--no-color'], env).finished).stdout).not.toContain('\u001b[');
  });
});

describe('report', () => {
  test('finds the runs of --out, and shows the page', async () => {
    const out = join(folder, 'runs');
    // Its own end: the first datapoints of a load that has just begun are all it needs.
    const sent = await scaleproof(
      ...[
        'run',
        'wine',
        '--quiet',
        '--out',
        out,
        '--set',
        'phases=[{ duration: 1, arrivalRate: 5 }]',
        '--set',
        'scaleproof.expect={ errors: { maxShare: 0.01 } }',
      ],
      ...['--set', 'scaleproof.settle.maxSeconds=0', '--junit', join(folder, 'run.xml')],
    );
    expect(sent.stdout).toMatch(/^. (INCONCLUSIVE|FAIL|PASS) {2}/);
    expect(sent.stdout).not.toContain('Sending load');
    expect(sent.stdout).toMatch(/\nReport: \S+report\.html\n$/);
    const run = onlyRun(out);
    expect(readFileSync(join(folder, 'run.xml'), 'utf8')).toBe(
      readFileSync(join(run, 'junit.xml'), 'utf8'),
    );
    const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';
    const shown = join(folder, 'shown');
    writeFileSync(join(folder, opener), `#!/bin/sh\nprintf %s "$1" > ${shown}\n`, { mode: 0o755 });
    const env = { PATH: `${folder}:${process.env.PATH}` };
    const one = await start(['report', '--out', out, '--open'], env).finished;
    expect(one.code).toBe(sent.code);
    expect(readFileSync(shown, 'utf8')).toBe(join(run, 'report.html'));
    const byParent = await scaleproof('report', out);
    expect(byParent.stdout).toBe(one.stdout);
  });

  test('says where it looked', async () => {
    const { code, stderr } = await scaleproof('report', '--out', join(folder, 'empty'));
    expect(stderr).toMatch(/No runs under \S+empty\/; name the folder given to `run --out`/);
    expect(code).toBe(2);
  });
});

describe('completion', () => {
  test.each(['bash', 'zsh', 'fish'])('has a script for %s', async (shell) => {
    const { code, stdout } = await scaleproof('completion', shell);
    expect(code).toBe(0);
    expect(stdout).toContain('complete --');
  });

  test.each<[string[], string]>([
    [['r'], 'run'],
    [['run', 'wi'], 'wine'],
    [['run', 'wine', '--dry'], '--dry-run'],
    [['run', 'wine', '--env', 'n'], 'nightly'],
    [['doctor', 'wine', '--engine', ''], 'k6'],
  ])('completes %j', async (words, expected) => {
    const { stdout } = await scaleproof('complete', '--', ...words);
    expect(stdout.split('\n').map((line) => line.split('\t')[0])).toContain(expected);
  });
});
