import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { WRONG_COMPARISONS } from './bad-inputs/comparisons.ts';
import { CONFLICTS } from './bad-inputs/conflicts.ts';
import { WRONG_CURVES } from './bad-inputs/curves.ts';
import { WRONG_ADDRESSES, WRONG_DATASETS, WRONG_MODULES } from './bad-inputs/data.ts';
import { WRONG_FILES, WRONG_SCENARIOS } from './bad-inputs/files.ts';
import { WRONG_FLAGS } from './bad-inputs/flags.ts';
import { WRONG_HISTORIES } from './bad-inputs/histories.ts';
import { NO_FILES } from './bad-inputs/no-files.ts';
import { WRONG_OVERRIDES } from './bad-inputs/overrides.ts';
import { WRONG_PLANS } from './bad-inputs/plans.ts';
import { WRONG_REVIEWS } from './bad-inputs/reviews.ts';
import type { BadInput } from './bad-inputs/row.ts';
import { UNKNOWN_KEYS, WRONG_VALUES } from './bad-inputs/values.ts';
import { scaleproofHere } from './in-process.ts';

const CLASSES: Readonly<Record<string, readonly BadInput[]>> = {
  'a value that does not fit': WRONG_VALUES,
  'a key that does not exist': UNKNOWN_KEYS,
  'a flag': WRONG_FLAGS,
  'an override or a target': WRONG_OVERRIDES,
  'a file that is no scenario': WRONG_FILES,
  'what is no file, or too large': NO_FILES,
  'a scenario': WRONG_SCENARIOS,
  'settings in two places': CONFLICTS,
  'a module': WRONG_MODULES,
  'a dataset': WRONG_DATASETS,
  'an address': WRONG_ADDRESSES,
  'a history': WRONG_HISTORIES,
  'a comparison': WRONG_COMPARISONS,
  'a plan': WRONG_PLANS,
  'a capacity review': WRONG_REVIEWS,
  'a capacity curve': WRONG_CURVES,
};

const parent = mkdtempSync(join(tmpdir(), 'bad-inputs-'));
const api = createServer((_, response) => response.end('{}'));
let port = '';
beforeAll(async () => {
  await new Promise<void>((done) => api.listen(0, '127.0.0.1', done));
  port = String((api.address() as AddressInfo).port);
});
afterAll(() => {
  api.close();
  rmSync(parent, { recursive: true });
});
afterEach(() => vi.unstubAllEnvs());

/** Node imports a module once, so every row has a folder of its own. */
let folders = 0;

test('the table has at least 150 rows', () => {
  expect(Object.values(CLASSES).flat().length).toBeGreaterThanOrEqual(150);
});

describe.each(Object.entries(CLASSES))('%s is refused in place', (_name, rows) => {
  test.each(rows.map((row) => [row.what, row] as const))('%s', async (_what, row) => {
    folders += 1;
    const folder = join(parent, String(folders));
    const filled = (text: string) => text.replaceAll('PORT', port);
    for (const [name, text] of Object.entries(row.files ?? {})) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), typeof text === 'string' ? filled(text) : text);
    }
    for (const [name, kind] of Object.entries(row.made ?? {})) {
      mkdirSync(folder, { recursive: true });
      const file = join(folder, name);
      if (kind === 'pipe') execFileSync('mkfifo', [file]);
      else {
        writeFileSync(file, '');
        // Sparse: takes no room on the disk.
        truncateSync(file, 600_000_000);
      }
    }
    for (const [name, value] of Object.entries(row.env ?? {})) vi.stubEnv(name, value);
    const args = row.args.map((arg) => arg.replaceAll('DIR/', `${folder}/`));
    const { code, stdout, stderr } = await scaleproofHere(...args);
    for (const part of ['place', 'expected', 'found', 'next'] as const) {
      const shown = row[part]
        .replaceAll('DIR/', `${relative(process.cwd(), folder)}/`)
        .replace('FULL/', `${folder}/`);
      expect(stderr, part).toContain(filled(shown));
    }
    expect(code).toBe(row.code ?? 2);
    expect(stderr).not.toMatch(/\n\s+at |Internal error|\[object /);
    expect(stdout).toBe('');
    if (row.secret) expect(stderr).not.toContain(row.secret);
  });
});
