/**
 * `npm run half-year`: 180 nights of one scenario in virtual time, each run, judged and measured as a real one is.
 * Writes their history into test/history/half-year.ndjson, where a test judges it night by night; prints how each
 * metric varies.
 *
 * Takes four minutes of one core.
 */
import { writeFileSync } from 'node:fs';
import type { RunEntry } from '../../src/history/entry.ts';
import { onEveryCore } from '../on-every-core.ts';
import { NIGHTS } from './night.ts';
import { variationTable } from './variation.ts';

const FILE = 'test/history/half-year.ndjson';

const startedMs = Date.now();
const entries = await onEveryCore<number, RunEntry>(
  new URL('./worker.ts', import.meta.url),
  Array.from({ length: NIGHTS }, (_, index) => index + 1),
);
writeFileSync(FILE, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
console.log(variationTable(entries));
const { user, system } = process.cpuUsage();
const [wall, cpu] = [Date.now() - startedMs, (user + system) / 1_000].map((ms) =>
  Math.round(ms / 1_000),
);
console.log(`\n${FILE}, after ${wall} s (${cpu} s of CPU)`);
