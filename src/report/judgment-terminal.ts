/** A judgment of nights for the terminal. */
import { counted } from '../format/numbers.js';
import type { HistoryJudgment } from '../history/judge-history.ts';
import { type JudgmentRow, judgmentHeadline, judgmentRows } from './judgment-rows.ts';
import type { Palette } from './palette.ts';
import { plainText } from './plain-text.ts';
import { hanging, wrap } from './text-columns.ts';

export function renderJudgment(judgment: HistoryJudgment, columns: number, paint: Palette): string {
  const { newest, series, nights, leftOut, result } = judgment;
  const { scenario, environment } = newest.key;
  const groups = [
    ...Map.groupBy(judgmentRows(judgment), ({ word, since }) => `${word} ${since}`).values(),
  ];
  const steady = judgment.metrics.filter(({ judgment: { state } }) => state === 'steady').length;
  return [
    ...wrap(
      plainText(`${scenario}, ${environment}: ${counted(nights, 'night')} (series ${series})`),
      columns,
    ),
    ...leftOut.flatMap((sentence) => wrap(plainText(sentence), columns).map(paint.warn)),
    ...groups.flatMap((group) => ['', ...groupLines(group, columns, paint)]),
    ...(steady > 0 ? ['', `${counted(steady, 'metric')} steady`] : []),
    '',
    ...wrap(plainText(judgmentHeadline(judgment)), columns).map((line) =>
      result === 'regression' ? paint.status('fail', line) : paint.bold(line),
    ),
    '',
  ].join('\n');
}

/** The metrics that changed in one night together, whatever caused it; each with its values. */
function groupLines(rows: readonly JudgmentRow[], columns: number, paint: Palette): string[] {
  const [{ word, since, lastGood }] = rows as readonly [JudgmentRow];
  const status = word === 'REGRESSION' ? 'fail' : word === 'better' ? 'pass' : 'inconclusive';
  const when = since === '' ? word : `${word} since ${since}; last good ${lastGood}`;
  return [
    ...wrap(plainText(when), columns).map((line) =>
      line.replace(word, () => paint.status(status, word)),
    ),
    ...rows.flatMap(({ title, was, now, change }) =>
      hanging('  ', plainText(`${title}: ${was} → ${now} (${change})`), columns),
    ),
  ];
}
