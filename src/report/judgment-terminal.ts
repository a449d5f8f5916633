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
  const rows = judgmentRows(judgment);
  const steady = judgment.metrics.filter(({ judgment: { state } }) => state === 'steady').length;
  return [
    ...wrap(
      plainText(`${scenario}, ${environment}: ${counted(nights, 'night')} (series ${series})`),
      columns,
    ),
    ...leftOut.flatMap((sentence) => wrap(plainText(sentence), columns).map(paint.warn)),
    ...rows.flatMap((row) => ['', ...rowLines(row, columns, paint)]),
    ...(steady > 0 ? ['', `${counted(steady, 'metric')} steady`] : []),
    '',
    ...wrap(plainText(judgmentHeadline(judgment)), columns).map((line) =>
      result === 'regression' ? paint.status('fail', line) : paint.bold(line),
    ),
    '',
  ].join('\n');
}

/** Two lines a metric: a table of eight columns has no place on 80. */
function rowLines(row: JudgmentRow, columns: number, paint: Palette): string[] {
  const { word, title, was, now, change, since, lastGood } = row;
  const status = word === 'REGRESSION' ? 'fail' : word === 'better' ? 'pass' : 'inconclusive';
  const what = plainText(`${word}  ${title}: ${was} → ${now} (${change})`);
  const when = since === '' ? '' : plainText(`since ${since}; last good ${lastGood}`);
  return [
    ...hanging('  ', what, columns).map((line) =>
      line.replace(word, () => paint.status(status, word)),
    ),
    ...(when === '' ? [] : hanging('    ', when, columns)),
  ];
}
