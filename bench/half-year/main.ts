/**
 * `npm run half-year`: 180 nights of one scenario in virtual time, each run, judged and measured as a real one is.
 * Writes their history into test/history/half-year.ndjson, and into docs/nightly.md how each metric varies and what
 * is said of them, morning by morning.
 *
 * Takes four minutes of one core, and SciPy and Apache Otava, whose answers stand beside ours. `--saved`: judges the history as it is, in a second.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { RunEntry } from '../../src/history/entry.ts';
import { readHistory } from '../../src/history/history.ts';
import { onEveryCore } from '../on-every-core.ts';
import { besideText } from './beside.ts';
import { NIGHTS } from './night.ts';
import { morningsOf, toldTable } from './told.ts';
import { variationTable } from './variation.ts';

const FILE = 'test/history/half-year.ndjson';
const DOCUMENT = 'docs/nightly.md';
const MARKER = /(<!-- half-year -->\n)[\s\S]*?(<!-- end of half-year -->)/;

const { values } = parseArgs({ options: { saved: { type: 'boolean', default: false } } });
const startedMs = Date.now();
if (!values.saved) writeFileSync(FILE, linesOf(await simulated()));

const { runs } = readHistory(FILE);
const mornings = morningsOf(runs);
const text = [
  'What is said, by the mornings of which it is said:',
  toldTable(mornings),
  `${mornings.inDoubt.length} of ${runs.length} nights were in doubt and asked for another try: ${mornings.inDoubt.join(', ')}.`,
  'How the metrics vary in the nights before the first change, and what the two changes did to their medians:',
  variationTable(runs),
  besideText(runs),
].join('\n\n');
const document = readFileSync(DOCUMENT, 'utf8');
if (!MARKER.test(document)) throw new Error(`${DOCUMENT} has no <!-- half-year --> markers`);
writeFileSync(
  DOCUMENT,
  document.replace(MARKER, (_, start, end) => `${start}\n${text}\n\n${end}`),
);
const { user, system } = process.cpuUsage();
const [wall, cpu] = [Date.now() - startedMs, (user + system) / 1_000].map((ms) =>
  Math.round(ms / 1_000),
);
console.log(`${DOCUMENT}, after ${wall} s (${cpu} s of CPU)`);

function simulated(): Promise<RunEntry[]> {
  return onEveryCore(
    new URL('./worker.ts', import.meta.url),
    Array.from({ length: NIGHTS }, (_, index) => index + 1),
  );
}

function linesOf(entries: readonly RunEntry[]): string {
  return entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
}
