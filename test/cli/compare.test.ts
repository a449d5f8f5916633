import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { RunEntry } from '../../src/history/entry.ts';
import { addToHistory } from '../../src/history/history.ts';
import { runsOfSpread } from '../history/entries.ts';
import { temporaryDirectory } from './command.ts';
import { scaleproofHere } from './in-process.ts';

const parent = temporaryDirectory();
afterAll(() => rmSync(parent, { recursive: true }));

const labelled = (runs: readonly RunEntry[], label: string) =>
  runs.map((run) => ({ ...run, label }));

test('compares the spread within runs of the history, also one that a pruning has moved aside', async () => {
  const file = join(parent, 'history.ndjson');
  addToHistory(file, [
    ...labelled(runsOfSpread(0, 0.2), 'before'),
    ...labelled(runsOfSpread(100, 0.3), 'after'),
  ]);
  const compared = () => scaleproofHere('compare', 'before', 'after', '--history', file);
  const { stdout } = await compared();
  expect(stdout).toMatch(/Latency p50, after scale-out .* spread changed\n/);
  renameSync(file, `${file}.pruned-0`);
  expect(await compared()).toEqual({ code: 0, stdout, stderr: '' });
});
