import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { buildTimeline } from '../../src/analysis/build-timeline.ts';
import { newestFigures } from '../../src/analysis/newest-figures.ts';
import { RunFollower } from '../../src/record/follow.ts';
import { syntheticRun } from '../verdict/synthetic-run.ts';

test('a long load is followed by its newest samples, and counted whole', () => {
  const directory = mkdtempSync(join(tmpdir(), 'follow-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const run = syntheticRun({
    workers: 1,
    loadSeconds: 600,
    watchSeconds: 640,
    planned: () => 100,
    outcomes: (_, sent) => ({ correct: sent - 1, timeout: 1 }),
  });
  const follower = new RunFollower(directory, run.manifest);
  for (let from = 0; from < run.load.length; from += 97) {
    const lines = run.load.slice(from, from + 97).map((event) => `${JSON.stringify(event)}\n`);
    appendFileSync(join(directory, 'load.ndjson'), lines.join(''));
    follower.read();
  }
  const { record, earlierOutcomes } = follower.read();
  expect(record.load.length).toBeLessThan(250);
  const { correct, errors } = newestFigures({ ...buildTimeline(record), earlierOutcomes });
  expect({ correct, errors }).toEqual({ correct: 600 * 99, errors: 600 });
});
