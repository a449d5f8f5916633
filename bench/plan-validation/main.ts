/**
 * `npm run plan-validation`: plans beside the stand-in's simulation, request by request in virtual time, or with
 * `--real` beside the stand-in in real time. Rewrites the tables of docs/capacity.md.
 *
 * Takes two minutes of one core; `--real` five, on a machine with nothing else to do.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { milliseconds, percent } from '../../src/format/numbers.js';
import { figures, table, words } from '../table.ts';
import { CASES } from './cases.ts';
import { type Compared, compare, longestDifference, median, type Seen } from './compare.ts';
import { REAL_CASES, realTime } from './real-time.ts';

const DOCUMENT = 'docs/capacity.md';
const SEEDS = [1, 2, 3];

const { values } = parseArgs({ options: { real: { type: 'boolean', default: false } } });

if (values.real) replaceBetween('plan-validation in real time', await realTable());
else replaceBetween('plan-validation', [...scalingTables(), ''].join('\n'));

function scalingTables(): string[] {
  const compared = CASES.map((one) => {
    console.log(one.name);
    return compare(one, SEEDS);
  });
  const steady = compared.filter(({ kind }) => kind === 'steady');
  const scaling = compared.filter(({ kind }) => kind === 'scaling');
  return [
    `Each cell: planned / simulated (the median of ${SEEDS.length} seeds; the range where they differ).`,
    '',
    'Steady state:',
    '',
    table<Compared>(
      [
        words('case', ({ name }) => name),
        figures('over the bound', (one) => both(one, ({ overShare }) => overShare, percent)),
        figures('p50', (one) => both(one, ({ p50Ms }) => p50Ms ?? 0, milliseconds)),
        figures('p99', (one) => both(one, ({ percentileMs }) => percentileMs ?? 0, milliseconds)),
        figures('p99 off by', (one) => percent(offBy(one))),
      ],
      steady,
    ),
    '',
    'Scaling:',
    '',
    table<Compared>(
      [
        words('case', ({ name }) => name),
        figures('over the bound', (one) => both(one, ({ overShare }) => overShare, percent)),
        figures('failed', (one) => both(one, ({ failedShare }) => failedShare, percent)),
        figures('instance-hours', (one) =>
          both(
            one,
            ({ instanceHours }) => instanceHours,
            (value) => value.toFixed(2),
          ),
        ),
        figures('most', (one) => both(one, ({ mostInstances }) => mostInstances, String)),
        figures('counts differ for', countsDiffer),
        figures('seeds among themselves', seedsDiffer),
      ],
      scaling,
    ),
  ];
}

function both(
  { plan, seen }: Compared,
  of: (one: Seen) => number,
  render: (value: number) => string,
): string {
  const all = seen.map(of);
  const [low, high] = [render(Math.min(...all)), render(Math.max(...all))];
  const range = low === high ? '' : ` (${low} to ${high})`;
  return `${render(of(plan))} / ${render(median(all))}${range}`;
}

function offBy({ plan, seen }: Compared): number {
  const real = median(seen.map(({ percentileMs }) => percentileMs ?? 0));
  return Math.abs((plan.percentileMs ?? 0) / real - 1);
}

function countsDiffer(one: Compared): string {
  const longest = one.seen.map(({ changes }) => longestDifference(one.plan.changes, changes, one));
  return `${Math.round(median(longest))} s`;
}

function seedsDiffer(one: Compared): string {
  const pairs = one.seen.flatMap((a, index) =>
    one.seen.slice(index + 1).map((b) => longestDifference(a.changes, b.changes, one)),
  );
  return `${Math.round(median(pairs))} s`;
}

async function realTable(): Promise<string> {
  const rows = [];
  for (const one of REAL_CASES) {
    console.log(`${one.name}, in real time`);
    rows.push(await realTime(one));
  }
  return `${table<(typeof rows)[number]>(
    [
      words('case', ({ name }) => name),
      figures('over the bound', (row) => both(row, ({ overShare }) => overShare, percent)),
      figures('failed', (row) => both(row, ({ failedShare }) => failedShare, percent)),
      figures('p50', (row) => both(row, ({ p50Ms }) => p50Ms ?? 0, milliseconds)),
      figures('p99', (row) => both(row, ({ percentileMs }) => percentileMs ?? 0, milliseconds)),
      figures('most', (row) => both(row, ({ mostInstances }) => mostInstances, String)),
      figures('counts differ for', countsDiffer),
    ],
    rows,
  )}\n`;
}

function replaceBetween(name: string, text: string): void {
  const document = readFileSync(DOCUMENT, 'utf8');
  const marker = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- end of ${name} -->)`);
  if (!marker.test(document)) throw new Error(`${DOCUMENT} has no <!-- ${name} --> markers`);
  writeFileSync(
    DOCUMENT,
    document.replace(marker, (_, start, end) => `${start}\n${text}\n${end}`),
  );
}
