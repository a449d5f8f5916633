/** Two runs beside each other for the terminal: who, what came of it, and the metrics that both have. */
import type { Pair } from '../history/compare-pair.ts';
import { metricLines } from './comparison-terminal.ts';
import { LETTERS, pairHeadline, pairNames, pairNotes, SIDES } from './pair-words.ts';
import type { Palette } from './palette.ts';
import { plainText } from './plain-text.ts';
import { STATUS_WORDS } from './status-words.ts';
import { wrap } from './text-columns.ts';

export function renderPair(pair: Pair, columns: number, paint: Palette): string {
  const names = pairNames(pair);
  const both = pair.comparison.metrics.filter(
    ({ base, candidate }) => base !== null && candidate !== null,
  );
  const lines = metricLines({ ...pair.comparison, metrics: both }, ['A', 'B'], columns, paint);
  return [
    ...SIDES.map((side) => {
      const { status, runId } = pair[side];
      const word = paint.status(status, STATUS_WORDS[status].word);
      return `${LETTERS[side]}: ${names[side]}, ${plainText(runId)}: ${word}`;
    }),
    '',
    ...(both.length > 0 ? [...lines, ''] : []),
    ...wrap(plainText(pairHeadline(pair)), columns).map(paint.bold),
    ...pairNotes(pair).flatMap((note) => wrap(plainText(note), columns)),
    '',
  ].join('\n');
}
