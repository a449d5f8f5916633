/**
 * `npm run capacities`: capacity tests in virtual time on stand-ins of known capacity, 20 seeds of each.
 * Writes its table into docs/capacity.md; fails where one is off by more than 5 %.
 *
 * Takes about five minutes of two cores. `--seeds N` for as many; fewer than 20 are not written down.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { figure } from '../../src/format/numbers.js';
import { scaleproofVersion } from '../../src/record/versions.ts';
import {
  type CapacityTrial,
  KNOWN_ENDPOINTS,
  type KnownEndpoint,
  TOLERANCE,
} from '../../test/matrix/known-capacities.ts';
import { figures, percent, renderSpread, spread, table, words } from '../table.ts';
import { capacityTrials } from './trials.ts';

const FILE = 'docs/capacity.md';
const MARKER = /(<!-- capacities -->\n)[\s\S]*?(<!-- end of capacities -->)/;
const USUAL_SEEDS = 20;

const { values } = parseArgs({ options: { seeds: { type: 'string', default: `${USUAL_SEEDS}` } } });
const seeds = Number(values.seeds);
const startedMs = Date.now();
const trials = await capacityTrials(seeds);
const isWithin = ({ state, deviation }: CapacityTrial) =>
  state === 'found' && deviation !== null && Math.abs(deviation) <= TOLERANCE;

interface Row extends KnownEndpoint {
  readonly trials: readonly CapacityTrial[];
}

const rows: Row[] = KNOWN_ENDPOINTS.map((endpoint) => ({
  ...endpoint,
  trials: trials.filter((trial) => trial.endpoint === endpoint.name),
}));
const of = (row: Row, value: (trial: CapacityTrial) => number | null) =>
  spread(row.trials.map(value));
const text = table<Row>(
  [
    words('stand-in', ({ name, because }) => `${name}: ${because}`),
    figures('carries', ({ knownRps }) => `${figure(knownRps)}/s`),
    figures(
      'found',
      (row) =>
        `${renderSpread(
          of(row, ({ maxRps }) => maxRps),
          figure,
        )}/s`,
    ),
    figures('off by', (row) =>
      renderSpread(
        of(row, ({ deviation }) => deviation),
        percent,
      ),
    ),
    figures('within 5 %', (row) => `${row.trials.filter(isWithin).length} of ${seeds}`),
    figures('steps', (row) =>
      renderSpread(
        of(row, ({ steps }) => steps),
        figure,
      ),
    ),
  ],
  rows,
);
const day = new Date().toISOString().slice(0, 10);
const observed = `Median and range over seeds 1 to ${seeds}, observed on ${day} with Scaleproof ${scaleproofVersion()}.`;
console.log(`${observed}\n\n${text}`);
if (seeds === USUAL_SEEDS) {
  const document = readFileSync(FILE, 'utf8');
  if (!MARKER.test(document)) throw new Error(`${FILE} has no <!-- capacities --> markers`);
  const filled = (_: string, start: string, end: string) =>
    `${start}\n${observed}\n\n${text}\n\n${end}`;
  writeFileSync(FILE, document.replace(MARKER, filled));
}
console.log(`after ${Math.round((Date.now() - startedMs) / 1_000)} s`);
if (!trials.every(isWithin)) process.exitCode = 1;
