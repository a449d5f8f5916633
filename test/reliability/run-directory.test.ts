import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { NdjsonFile } from '../../src/record/ndjson-file.ts';
import { RunNotWrittenError } from '../../src/record/not-written.ts';
import { createRunDirectory } from '../../src/record/run-directory.ts';
import { resolveScenario } from '../../src/scenario/resolve.ts';
import { temporaryDirectory } from '../cli/command.ts';
import { canMount, openSmallDisk } from './small-disk.ts';

const parent = temporaryDirectory();
afterAll(() => rmSync(parent, { recursive: true }));

test('runs that start in the same millisecond get separate directories', async () => {
  const scenario = await resolveScenario({
    scenario: 'wine',
    environment: 'local',
    set: [],
    env: {},
  });
  const out = join(parent, 'reports');
  const paths = [1, 2, 3].map(() => createRunDirectory(out, scenario, 1_792_000_000_000).path);
  expect(new Set(paths).size).toBe(3);
  expect(readdirSync(out)).toHaveLength(3);
});

test('appending to a removed file fails instead of losing data', () => {
  const directory = join(parent, 'removed');
  mkdirSync(directory);
  const file = new NdjsonFile(join(directory, 'load.ndjson'));
  file.append({ second: 0 });
  rmSync(directory, { recursive: true });
  expect(() => file.append({ second: 1 })).toThrow(RunNotWrittenError);
  expect(() => file.append({ second: 1 })).toThrow(/ENOENT/);
  file.close();
});

test.runIf(canMount())('a line of which the disk took only the beginning is refused', () => {
  const disk = openSmallDisk();
  try {
    const path = join(disk.path, 'load.ndjson');
    const file = new NdjsonFile(path);
    const event = { text: 'x'.repeat(1_000) };
    file.append(event);
    disk.fill();
    let whole = 1;
    // What the disk has given to the file already has room for some lines, not for a number of them.
    expect(() => {
      for (; whole < 10_000; whole += 1) file.append(event);
    }).toThrow(/ENOSPC/);
    file.close();
    const lines = readFileSync(path, 'utf8').split('\n');
    const rest = lines.pop();
    expect(lines).toEqual(Array(whole).fill(JSON.stringify(event)));
    expect(JSON.stringify(event).startsWith(rest!)).toBe(true);
    expect(rest).not.toBe('');
  } finally {
    disk.unmount();
  }
});
