import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';

/** Each `$ command` of the page's code blocks, with the output below it. */
const recorded = [
  ...readFileSync('docs/commands.md', 'utf8').matchAll(/^\$ (.*)\n((?:(?!\$ |```).*\n)*)/gm),
].map(([, command, output]) => ({ command: command!, output: output! }));

const folder = mkdtempSync(join(tmpdir(), 'scaleproof-recordings-'));
afterAll(() => rmSync(folder, { recursive: true }));

for (const { command, output } of recorded) {
  const file = /^cat (\S+)$/.exec(command)?.[1];
  if (file !== undefined) writeFileSync(join(folder, file), output);
}

/** Shortened recordings end with dots. */
function isWhole({ command, output }: (typeof recorded)[number]): boolean {
  return command.startsWith('npx ') && !output.endsWith('...\n');
}

test('docs/commands.md has recordings', () => {
  expect(recorded.map(({ command }) => command)).toEqual(
    expect.arrayContaining(['npx scaleproof list', 'npx scaleproof run wine --dry-run']),
  );
});

test.each(recorded.filter(isWhole))(
  '$command prints what docs/commands.md shows',
  ({ command, output }) => {
    const args = command.split(' ').slice(2);
    const { AWS_REGION: _, ...env } = process.env;
    const { stdout } = spawnSync(process.execPath, [resolve('bin/scaleproof.js'), ...args], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...env, NO_COLOR: '1' },
    });
    expect(stdout).toBe(output);
  },
);
