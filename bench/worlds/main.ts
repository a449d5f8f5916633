/**
 * `npm run worlds`: random worlds in virtual time, each judged and held against what really happened.
 * Writes its tables into docs/verification.md; fails where the truth denies a pass, a failure or a finding.
 *
 * Takes under three minutes of two cores. `--worlds N` for as many, 500 if absent; `--from N` for other
 * ones: those are not written down.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { scaleproofVersion } from '../../src/record/versions.ts';
import { onEveryCore } from '../on-every-core.ts';
import { checkTable, defectTable, findingTable, mistakesOf, tooManyFalseAlarms } from './tables.ts';
import type { Trial } from './trial.ts';

const FILE = 'docs/verification.md';
const MARKER = /(<!-- worlds -->\n)[\s\S]*?(<!-- end of worlds -->)/;

const { values } = parseArgs({
  options: {
    worlds: { type: 'string', default: '500' },
    from: { type: 'string', default: '1' },
  },
});
const [first, worlds] = [Number(values.from), Number(values.worlds)];
const startedMs = Date.now();

const trials = await onEveryCore<number, Trial>(
  new URL('./worker.ts', import.meta.url),
  Array.from({ length: worlds }, (_, index) => first + index),
);
const mistakes = trials.flatMap(mistakesOf);
const day = new Date().toISOString().slice(0, 10);
const observed = `${worlds} worlds (seeds ${first} to ${first + worlds - 1}), observed on ${day} with Scaleproof ${scaleproofVersion()} on Node ${process.versions.node}.`;
const tables = [observed, checkTable(trials), findingTable(trials), defectTable(trials)];
const said =
  mistakes.length === 0
    ? 'No pass, no failure and no finding that the truth denies.'
    : `What the truth denies:\n\n${mistakes.map((line) => `- ${line}`).join('\n')}`;
const text = [...tables, said].join('\n\n');

if (values.from === '1') {
  const document = readFileSync(FILE, 'utf8');
  if (!MARKER.test(document)) throw new Error(`${FILE} has no <!-- worlds --> markers`);
  writeFileSync(
    FILE,
    document.replace(MARKER, (_, start, end) => `${start}\n${text}\n\n${end}`),
  );
  console.log(said);
} else {
  console.log(text);
}
console.log(`after ${Math.round((Date.now() - startedMs) / 1_000)} s`);
if (trials.some(hasWrongCheck) || tooManyFalseAlarms(trials)) process.exitCode = 1;

function hasWrongCheck(trial: Trial): boolean {
  return mistakesOf({ ...trial, findings: [] }).length > 0;
}
