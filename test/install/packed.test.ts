import { execFileSync, spawnSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

// Below node_modules, where Node strips no types: like an installed package.
mkdirSync('node_modules/.cache', { recursive: true });
const built = mkdtempSync(resolve('node_modules/.cache/packed-'));
const warnings = '--disable-warning=ExperimentalWarning';

beforeAll(() => {
  execFileSync(process.execPath, [warnings, 'scripts/build-package.ts', built]);
});
afterAll(() => rmSync(built, { recursive: true }));

test('what is packed has no TypeScript, and names none', () => {
  const files = globSync('**/*.{ts,js}', { cwd: built });
  expect(files.filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))).toEqual([]);
  expect(files).toContain('src/systems/contract.d.ts');
  const naming = files.filter((file) =>
    /\b(from|import|URL)\b ?\(?['"][^'"]*\.ts['"]/.test(readFileSync(join(built, file), 'utf8')),
  );
  expect(naming).toEqual([]);
});

test('what is packed runs, with its stand-in, fixtures and scenarios', () => {
  const main = join(built, 'src/cli/main.js');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [main, 'check', 'wine', '--row', '1'],
    { cwd: built, encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  expect(stdout).toContain('PASS  1 of 1 correct.');
  expect(status).toBe(0);
});
