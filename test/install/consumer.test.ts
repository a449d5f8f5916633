import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { onlyRun } from '../cli/command.ts';
import { CORRECT_BODY, serve } from '../load/loopback-server.ts';

/** An empty folder into which the packed project is installed by npm, as a team would. */
const folder = mkdtempSync(join(tmpdir(), 'scaleproof-consumer-'));
// A busy disk takes minutes for so many files.
afterAll(() => rmSync(folder, { recursive: true }), 900_000);

/** The Node that runs this, also for npm's own scripts; not the repository's `node_modules/.bin`. */
const env = {
  ...process.env,
  PATH: [
    join(folder, 'bin'),
    process.env.PATH?.split(':')
      .filter((each) => !each.startsWith(resolve('.')))
      .join(':'),
  ].join(':'),
  NO_COLOR: '1',
};

beforeAll(() => {
  mkdirSync(join(folder, 'bin'));
  execFileSync('ln', ['-s', process.execPath, join(folder, 'bin', 'node')]);
  // Packs with the repository's own scripts.
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder]);
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  // No install scripts: Playwright's, of an engine of Artillery's, would download a browser.
  const options = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--silent'];
  execFileSync('npm', ['install', ...options, `./scaleproof-${version}.tgz`], { cwd: folder, env });
}, 900_000);

function scaleproof(...args: string[]) {
  const bin = join(folder, 'node_modules/.bin/scaleproof');
  return spawnSync(bin, args, { cwd: folder, encoding: 'utf8', env });
}

test('a run on the stand-in sends its load through Artillery, which finds the engine', () => {
  const { status, stderr } = scaleproof(
    ...['run', 'wine', '--quiet', '--set', 'phases=[{ duration: 2, arrivalRate: 10 }]'],
    ...['--set', 'scaleproof.settle.maxSeconds=0', '--set', 'scaleproof.expect=', '--out', 'runs'],
  );
  expect(stderr).toBe('');
  // A busy machine may leave it inconclusive; a broken package would be 2 or 4.
  expect([0, 3]).toContain(status);
  const verdict = JSON.parse(
    readFileSync(join(onlyRun(join(folder, 'runs')), 'verdict.json'), 'utf8'),
  );
  expect(verdict.load).toMatchObject({ planned: 20, sent: 20, completed: 20 });
});

test("a scenario and module of one's own need no checkout, and the types are those of the contract", async () => {
  writeFileSync(join(folder, 'request.txt'), 'POST /v1/sentiment HTTP/1.1\n\n{"text":"As new."}');
  writeFileSync(join(folder, 'response.json'), '{"label":"positive"}');
  const api = spawn(process.execPath, ['test/fixtures/sentiment/api.ts', '0']);
  const [said] = await once(api.stdout, 'data');
  const init = scaleproof(
    ...['init', 'sentiment', '--request', 'request.txt', '--response', 'response.json'],
    ...['--url', String(said).trim(), '--endpoint', 'sentiment', '--region', 'us-east-1'],
  );
  expect(init.stderr).toBe('');
  const check = scaleproof('check', 'sentiment', '--env', 'smoke', '--all');
  api.kill();
  expect(check.stdout).toContain('PASS  1 of 1 correct.');

  const options = { strict: true, noEmit: true, module: 'nodenext', target: 'es2024', types: [] };
  const config = (files: string[]) =>
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: options, files }),
    );
  const tsc = () =>
    spawnSync(resolve('node_modules/.bin/tsc'), ['-p', folder], { encoding: 'utf8' });
  config(['sentiment.ts']);
  expect(tsc().stdout).toBe('');
  const module = readFileSync(join(folder, 'sentiment.ts'), 'utf8');
  writeFileSync(join(folder, 'wrong.ts'), module.replace("kind: 'text'", "kind: 'txt'"));
  config(['wrong.ts']);
  expect(tsc().stdout).toContain(`"txt"`);
});

test('the helpers of the contract are exported', () => {
  writeFileSync(
    join(folder, 'helpers.mjs'),
    `import { outcomeOfStatus } from 'scaleproof';\nconsole.log(outcomeOfStatus(429));\n`,
  );
  const shown = execFileSync(process.execPath, ['helpers.mjs'], { cwd: folder, encoding: 'utf8' });
  expect(shown).toBe('throttled\n');
});

test('a worker elsewhere installs the engine by name, and its Artillery finds it there', async () => {
  const prepared = scaleproof(
    ...['distribute', 'wine', '--env', 'smoke', '--on', 'fargate', '--json'],
    ...['--samples', 's3://bucket/loads', '--set', 'target=https://api.example.com'],
    ...['--set', 'scaleproof.watch=none', '--rate', '10'],
  );
  expect(prepared.stderr).toBe('');
  const { directory } = JSON.parse(prepared.stdout);
  const worker = join(folder, directory);
  // What is elsewhere: the target, and S3.
  const target = await serve((response) => response.end(CORRECT_BODY));
  const file = join(worker, 'artillery.json');
  const script = JSON.parse(readFileSync(file, 'utf8'));
  script.config.target = target.origin;
  script.config.scaleproof.distribution.samples = join(worker, 'samples');
  writeFileSync(file, JSON.stringify(script));
  const npm = ['install', '--offline', '--no-audit', '--no-fund', '--silent'];
  execFileSync('npm', [...npm, 'artillery-engine-replay'], { cwd: worker, env });
  const artillery = join(folder, 'node_modules/artillery/bin/run');
  const child = spawn(process.execPath, [artillery, 'run', '--quiet', 'artillery.json'], {
    cwd: worker,
    stdio: 'ignore',
    env: {
      ...env,
      NODE_PATH: join(worker, 'node_modules'),
      SCALEPROOF_WORKER: '1',
      SCALEPROOF_START_AT: String(Date.now()),
    },
  });
  const [code] = await once(child, 'exit');
  await target.close();
  expect(code).toBe(0);
  const lines = readFileSync(join(worker, 'samples', 'worker-0001.ndjson'), 'utf8').trim();
  const end = JSON.parse(lines.split('\n').at(-1)!);
  expect(end).toMatchObject({ type: 'end', planned: 200, sent: target.requests() });
  expect(target.requests()).toBeGreaterThan(0);
});
