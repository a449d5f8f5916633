import { expect, test } from 'vitest';
import { runEntrySchema } from '../../src/history/entry.ts';
import { runEntry } from '../../src/history/run-entry.ts';
import { judge } from '../../src/verdict/judge.ts';
import { syntheticRun } from '../verdict/synthetic-run.ts';

test('an entry says which attempt of a run it is; the first says nothing', () => {
  const record = syntheticRun();
  const earlier = [{ runId: 'night-1', reasons: ['generator-lagging'] }];
  const manifest = { ...record.manifest, attempt: { number: 2, earlier } };
  const entryOf = (run: typeof record) => runEntrySchema.parse(runEntry(run, judge(run)));
  expect(entryOf({ ...record, manifest }).attempt).toBe(2);
  expect(entryOf(record)).not.toHaveProperty('attempt');
});
