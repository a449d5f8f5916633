/** Systems and scenarios as two tables, or as blocks where a table would break words. */

import stringWidth from 'string-width';
import type { Palette } from '../report/palette.ts';
import { plainText } from '../report/plain-text.ts';
import { hanging, rowLines } from '../report/text-columns.ts';
import type { ListedScenario } from '../scenario/catalogue.ts';

export interface ListedSystem {
  readonly id: string;
  readonly title: string;
  readonly ways: readonly string[];
  readonly defaultWay: string;
}

const INDENT = '  ';
const GAP = 2;

export function renderList(
  systems: readonly ListedSystem[],
  scenarios: readonly ListedScenario[],
  columns: number,
  paint: Palette,
): string {
  const lines = [
    paint.bold('Systems'),
    ...table(
      systems.map(({ id, title, ways, defaultWay }) => [
        id,
        title,
        ways.map((way) => (way === defaultWay ? `${way} (default)` : way)).join(', '),
      ]),
      columns,
    ),
    '',
    paint.bold('Scenarios'),
    ...(scenarios.length === 0 ? [`${INDENT}none; \`scaleproof init\` writes one`] : []),
    ...table(
      scenarios.map(({ name, system, environments, problem }) => [
        name,
        system ?? '-',
        problem === null ? environments.join(', ') : `unusable: ${problem}`,
      ]),
      columns,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

/** Every column but the last is as wide as its longest text. */
function table(rows: readonly (readonly string[])[], columns: number): string[] {
  const texts = rows.map((row) => row.map(plainText));
  const [first = []] = texts;
  const widths = first.map((_, at) => Math.max(...texts.map((row) => stringWidth(row[at]!))));
  const before = widths.slice(0, -1).reduce((sum, width) => sum + width + GAP, INDENT.length);
  const rest = columns - before;
  const longestWord = Math.max(
    0,
    ...texts.flatMap((row) => row.at(-1)!.split(' ')).map((word) => stringWidth(word)),
  );
  if (rest < longestWord) {
    return texts.flatMap(([head = '', ...others]) => [
      INDENT + head,
      ...others.flatMap((text) => hanging(INDENT + INDENT, text, columns)),
    ]);
  }
  return texts.flatMap((row) =>
    rowLines(
      row.map((text) => ({ text })),
      [...widths.slice(0, -1), rest],
    ).map((line) => INDENT + line),
  );
}
