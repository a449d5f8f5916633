/** The same nights as seen by SciPy and by Apache Otava, beside what we say of them. */

import { changeText } from '../../src/format/units.js';
import { compareRuns } from '../../src/history/compare.ts';
import type { RunEntry } from '../../src/history/entry.ts';
import { inOrder, titleOf } from '../../src/history/metrics.ts';
import { type ChangePoint, changePoints } from '../../src/statistics/change-points.ts';
import { askOtava, hasOtava } from '../../test/statistics/otava.ts';
import { askSciPy, hasSciPy } from '../../test/statistics/scipy.ts';
import { figures, table, words } from '../table.ts';

/** Ten nights on either side of the first change; numbered from 1. */
const BASE = [110, 119] as const;
const CANDIDATE = [120, 129] as const;

/** @returns two tables with their sentences. @throws Error without both judges */
export function besideText(runs: readonly RunEntry[]): string {
  if (!hasOtava() || !hasSciPy()) {
    throw new Error(
      'SciPy and apache-otava are needed to write this table; name a Python that has them with SCALEPROOF_PEERS_PYTHON',
    );
  }
  return [
    `Nights ${BASE.join(' to ')} as the base, nights ${CANDIDATE.join(' to ')} as the candidate, with the p of \`scaleproof compare\` and of \`scipy.stats.mannwhitneyu\`:`,
    comparisonTable(runs),
    'Change points in all 180 nights, with the window and p of Otava, by this project and by Otava itself (nights, and p of the last):',
    changePointTable(runs),
  ].join('\n\n');
}

function comparisonTable(runs: readonly RunEntry[]): string {
  const [base, candidate] = [BASE, CANDIDATE].map(([from, to]) => runs.slice(from - 1, to)) as [
    RunEntry[],
    RunEntry[],
  ];
  const valuesOf = (id: string, side: readonly RunEntry[]) =>
    side.flatMap(({ metrics }) => (metrics[id] === undefined ? [] : [metrics[id].value]));
  const { metrics } = compareRuns(base, candidate, {
    alpha: 0.05,
    maxRegression: (_, { leastChange }) => leastChange,
  });
  const known = metrics.filter(({ id, base: of }) => id !== 'passed' && of?.runs === 10);
  const scipy = askSciPy(
    known.map(({ id }) => ({
      first: valuesOf(id, base),
      second: valuesOf(id, candidate),
      method: 'exact' as const,
      invert: false,
    })),
  );
  const rows = known.map((metric, at) => ({ metric, scipy: scipy[at]! }));
  return table<(typeof rows)[number]>(
    [
      words('metric', ({ metric }) => metric.title),
      figures('change', ({ metric }) => changeText(metric.change, metric.compareBy)),
      words('said', ({ metric }) =>
        metric.finding === 'not-shown' ? '~' : metric.finding.replace('-', ' '),
      ),
      figures('p', ({ metric }) => pText(metric.pValue)),
      figures("SciPy's p", ({ scipy: { rankP } }) => pText(rankP)),
    ],
    rows,
  );
}

function changePointTable(runs: readonly RunEntry[]): string {
  const ids = inOrder(runs.flatMap(({ metrics }) => Object.keys(metrics)));
  const series = ids
    .map((id) => ({
      id,
      values: runs.flatMap(({ metrics }) => (metrics[id] === undefined ? [] : [metrics[id].value])),
    }))
    .filter(({ values }) => values.length === runs.length);
  const otava = askOtava(
    series.map(({ values }) => values),
    {},
  );
  const rows = series
    .map(({ id, values }, at) => ({ id, ours: changePoints(values), theirs: otava[at]! }))
    .filter(({ ours, theirs }) => ours.length > 0 || theirs.length > 0);
  return table<(typeof rows)[number]>(
    [
      words('metric', ({ id }) => titleOf(id)),
      words('here', ({ ours }) => pointsText(ours)),
      words('Otava', ({ theirs }) => pointsText(theirs)),
    ],
    rows,
  );
}

function pointsText(points: readonly ChangePoint[]): string {
  const nights = points.map(({ index }) => index + 1).join(', ');
  return points.length === 0 ? 'none' : `${nights} (${pText(points.at(-1)!.pValue)})`;
}

function pText(p: number | null): string {
  if (p === null) return 'no exact test with so many ties';
  return p < 0.001 ? p.toExponential(2) : p.toFixed(4);
}
