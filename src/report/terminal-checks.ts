/** The checks in the terminal: a table if it fits, otherwise one block per check. */
import type { Check } from '../verdict/verdict.ts';
import { checkGroups } from './check-groups.ts';
import type { Palette } from './palette.ts';
import { plainText } from './plain-text.ts';
import { type AnyStatus, STATUS_WORDS } from './status-words.ts';
import { hanging, pad, rowLines, wrap } from './text-columns.ts';

/** A narrower table would break words such as InvocationsPerInstance and be longer than blocks. */
const TABLE_COLUMNS = 100;
const STATUS_WIDTH = 14;
const ID_WIDTH = 15;
const GAPS = 3 * 2;
const INDENT = '  ';

export function checkLines(checks: readonly Check[], columns: number, paint: Palette): string[] {
  if (checks.length === 0) return [`${INDENT}No checks ran.`];
  const { configured, others } = checkGroups(checks);
  const lines = columns >= TABLE_COLUMNS ? tableLines : blockLines;
  return [
    ...(columns >= TABLE_COLUMNS && configured.length > 0 ? headingLines(columns, paint) : []),
    ...configured.flatMap((check) => [
      ...lines(check, columns, paint),
      ...whyLines(check, columns, paint),
    ]),
    ...others.flatMap(([why, ids]) => hanging(INDENT, `${why}: ${ids}`, columns).map(paint.dim)),
  ];
}

/** Observed and limit share the rest of the line; observed, the longer text, gets more. */
function tableWidths(columns: number): number[] {
  const rest = columns - INDENT.length - STATUS_WIDTH - ID_WIDTH - GAPS;
  const observed = Math.ceil(rest * 0.55);
  return [STATUS_WIDTH, ID_WIDTH, observed, rest - observed];
}

function headingLines(columns: number, paint: Palette): string[] {
  const cells = ['', 'check', 'observed', 'limit'].map((text) => ({ text }));
  return rowLines(cells, tableWidths(columns)).map((line) => INDENT + paint.dim(line));
}

function tableLines(check: Check, columns: number, paint: Palette): string[] {
  const cells = [
    { text: badge(check.status), paint: (text: string) => paint.status(check.status, text) },
    { text: check.id },
    { text: plainText(check.observed) },
    { text: plainText(check.limit) },
  ];
  return rowLines(cells, tableWidths(columns)).map((line) => INDENT + line);
}

function blockLines(check: Check, columns: number, paint: Palette): string[] {
  const word = paint.status(check.status, pad(badge(check.status), STATUS_WIDTH));
  // If the line is too short for both, the check's id goes below its status.
  const fits = INDENT.length + STATUS_WIDTH + 2 + ID_WIDTH <= columns;
  const head = fits
    ? [`${INDENT}${word}  ${check.id}`]
    : [INDENT + word, ...wrap(check.id, columns - 4).map((line) => `    ${line}`)];
  return [
    ...head,
    ...labelled('observed', check.observed, columns),
    ...labelled('limit', check.limit, columns),
  ];
}

function labelled(label: string, words: string, columns: number): string[] {
  const text = plainText(words);
  return text === '' ? [] : hanging(`    ${label.padEnd(8)}  `, text, columns);
}

/** A pass needs no explanation. */
function whyLines(check: Check, columns: number, paint: Palette): string[] {
  if (check.status === 'pass') return [];
  const lines = hanging('    why: ', `${plainText(check.message)} [${check.reason}]`, columns);
  return lines.map((line) => paint.warn(line));
}

function badge(status: AnyStatus): string {
  return `${STATUS_WORDS[status].mark} ${STATUS_WORDS[status].word}`;
}
