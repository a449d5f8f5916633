/**
 * `npm run comparison`: how often the statistics that compare runs are right, on made-up runs whose truth is
 * known. Writes its tables into docs/verification.md. Takes about four minutes. `--pairs N`, 100 if absent.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { figures, table, words } from '../table.ts';
import { type SampleRow, sampleRows } from './samples.ts';
import { type SingleRow, singleRow } from './single-runs.ts';
import { SPREAD_TESTS, type SpreadRow, spreadRows } from './spreads.ts';

const FILE = 'docs/verification.md';
const MARKER = /(<!-- comparison -->\n)[\s\S]*?(<!-- end of comparison -->)/;

const { values } = parseArgs({ options: { pairs: { type: 'string', default: '100' } } });
const pairs = Number(values.pairs);
const withDigits = (digits: number) => (value: number) =>
  Number.isNaN(value) ? '–' : `${(100 * value).toFixed(digits)} %`;
const share = withDigits(0);
const exact = withDigits(1);

const samples = table<SampleRow>(
  [
    words('a run measures', ({ kind }) => kind),
    figures('runs a side', ({ size }) => String(size)),
    figures('interval covers', ({ covered }) => exact(covered)),
    figures('p <= 0.05 of equal ones', ({ falseAlarms }) => exact(falseAlarms)),
    figures('interval, plus or minus', ({ halfWidth }) => exact(halfWidth)),
    figures('sees 10 %', ({ seesTenPercent }) => share(seesTenPercent)),
  ],
  sampleRows([4, 5, 7, 10, 20], 10 * pairs),
);

const levels = [
  [0, 0.1],
  [0.5, 0.1],
  [0.8, 0.1],
  [0.9, 0.2],
  [0.95, 0.2],
] as const;
const singles = table<SingleRow>(
  [
    words('load', ({ rho, spread }) => `rho ${rho}, spread ${spread}`),
    figures('seconds', ({ seconds }) => String(seconds)),
    figures('percentile', ({ percentile }) => `p${percentile}`),
    figures('blocks', ({ blocks }) => blocks.toFixed(0)),
    figures('interval stated', ({ stated }) => share(stated)),
    figures('covers', ({ covered }) => share(covered)),
    figures('plus or minus', ({ halfWidth }) => exact(halfWidth)),
  ],
  levels.flatMap(([rho, spread]) =>
    [120, 300, 900].flatMap((seconds) =>
      [50, 99].map((percentile) => singleRow({ rho, spread, seconds }, percentile, pairs)),
    ),
  ),
);

const spreads = table<SpreadRow>(
  [
    words('what changed', ({ what }) => what),
    figures('runs a side', ({ size }) => String(size)),
    ...Object.keys(SPREAD_TESTS).map((name, index) =>
      figures<SpreadRow>(name, ({ seen }) => share(seen[index]!)),
    ),
  ],
  [5, 10].flatMap((size) => spreadRows(size, 4 * pairs)),
);

const text = [
  `Sets of runs, ${10 * pairs} pairs each:`,
  samples,
  `One run against one, ${pairs} pairs each:`,
  singles,
  `"Spread changed", ${4 * pairs} pairs of sets each:`,
  spreads,
].join('\n\n');
const document = readFileSync(FILE, 'utf8');
if (!MARKER.test(document)) throw new Error(`${FILE} has no <!-- comparison --> markers`);
writeFileSync(
  FILE,
  document.replace(MARKER, (_, start, end) => `${start}\n${text}\n\n${end}`),
);
