import { spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** What runs on an old Node, with a command that says who runs it. */
const project = mkdtempSync(join(tmpdir(), 'scaleproof-node-'));
const kept = join(project, '.node/1.2.3/node');
const brought = join(project, 'node_modules/.bin/node');
const launcher = join(project, 'bin/scaleproof.js');

const MAIN = `
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(name, () => { console.log('ended by', name); process.exit(7); });
console.log(process.env.IS_BROUGHT ?? 'own', process.argv.slice(2).join());
if (process.argv[2] === 'wait') setTimeout(() => {}, 60_000);
`;

/** Node that takes itself for another version; what it starts does not, unlike with NODE_OPTIONS. */
function asVersion(version: string): string[] {
  const preload = join(project, `${version}.cjs`);
  writeFileSync(
    preload,
    `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });`,
  );
  return ['--require', preload];
}

beforeAll(() => {
  cpSync('bin', join(project, 'bin'), { recursive: true });
  cpSync('scripts/bring-node.mjs', join(project, 'scripts/bring-node.mjs'));
  for (const folder of ['node_modules', '.node/1.2.3', 'src/cli'])
    mkdirSync(join(project, folder), { recursive: true });
  cpSync('src/cli/npx-shell.js', join(project, 'src/cli/npx-shell.js'));
  writeFileSync(join(project, 'node_modules/.package-lock.json'), '{}');
  writeFileSync(join(project, 'package.json'), '{"type":"module","config":{"node":"1.2.3"}}');
  writeFileSync(join(project, 'src/cli/main.ts'), MAIN);
  writeFileSync(kept, `#!/bin/sh\nIS_BROUGHT=brought exec "${process.execPath}" "$@"\n`, {
    mode: 0o755,
  });
});
afterAll(() => rmSync(project, { recursive: true }));

function launch(version: string, ...args: string[]) {
  return spawnSync(process.execPath, [...asVersion(version), launcher, ...args], {
    encoding: 'utf8',
  });
}

function bring(version: string) {
  const script = join(project, 'scripts/bring-node.mjs');
  return spawnSync(process.execPath, [...asVersion(version), script], { encoding: 'utf8' });
}

test('keeps a Node that is new enough, and adds a newer one next to an old one', () => {
  expect(bring('22.18.0')).toMatchObject({ status: 0, stdout: '' });
  expect(existsSync(brought)).toBe(false);
  expect(launch('20.20.2', 'run')).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/^The dependencies are not installed; run `npm start`/),
  });

  // Kept from before, so there is nothing to fetch, however often it runs.
  expect(bring('22.17.1')).toMatchObject({ status: 0, stdout: '' });
  expect(bring('20.20.2')).toMatchObject({ status: 0, stdout: '' });
  expect(statSync(brought).ino).toBe(statSync(kept).ino);
});

test.each([
  ['24.0.0', 'own'],
  ['23.0.0', 'own'],
  ['22.18.0', 'own'],
  ['22.17.1', 'brought'],
  ['20.20.2', 'brought'],
])('on Node %s the command runs on its %s', (version, by) => {
  bring('20.20.2');
  expect(launch(version, 'report', '--json').stdout).toBe(`${by} report,--json\n`);
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s reaches the command', async (signal) => {
  bring('20.20.2');
  const child = spawn(process.execPath, [...asVersion('20.20.2'), launcher, 'wait']);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (output === '') child.kill(signal);
    output += text;
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect({ code, output }).toEqual({ code: 7, output: `brought wait\nended by ${signal}\n` });
});
