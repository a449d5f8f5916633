/** What was set where, at the terminal: two columns, or one below the other where it is narrow. */
import stringWidth from 'string-width';
import type { Verdict } from '../verdict/verdict.ts';
import { plainText } from './plain-text.ts';
import { settingRows } from './setting-rows.ts';
import { rowLines, wrap } from './text-columns.ts';

const INDENT = '  ';
const GAP = 2;
/** Below this, two columns would break most words. */
const TABLE_COLUMNS = 50;
/** The first column takes no more than this share of a line. */
const WHAT_SHARE = 0.4;

export function settingLines(verdict: Verdict, columns: number): string[] {
  const rows = settingRows(verdict).map(
    ([what, value]) => [plainText(what), plainText(value)] as const,
  );
  if (columns < TABLE_COLUMNS) {
    return rows.flatMap(([what, value]) => [
      ...wrap(what, columns - INDENT.length).map((line) => INDENT + line),
      ...wrap(value, columns - 2 * INDENT.length).map((line) => INDENT + INDENT + line),
    ]);
  }
  const rest = columns - INDENT.length - GAP;
  const longest = rows.reduce((most, [what]) => Math.max(most, stringWidth(what)), 2);
  const whatWidth = Math.min(longest, Math.floor(rest * WHAT_SHARE));
  return rows.flatMap((row) =>
    rowLines(
      row.map((text) => ({ text })),
      [whatWidth, rest - whatWidth],
    ).map((line) => INDENT + line),
  );
}
