/** The end of the terminal's report, which stays on the screen: headline, cause, failed checks, path. */
import { causingFinding } from '../verdict/cause.ts';
import type { Check, Verdict } from '../verdict/verdict.ts';
import type { Palette } from './palette.ts';
import { plainText } from './plain-text.ts';
import { attemptNote, compressionNote, endingNote, STATUS_WORDS } from './status-words.ts';
import { hanging, truncate, wrap } from './text-columns.ts';

export interface ClosingOptions {
  readonly columns: number;
  /** Height of the terminal; the closing leaves a line of it for the next prompt. */
  readonly rows: number;
  readonly reportPath: string;
}

export function closingLines(verdict: Verdict, options: ClosingOptions, paint: Palette): string[] {
  const { columns, rows, reportPath } = options;
  const headline = headlineLines(verdict, columns, paint);
  const notes = noteLines(verdict, columns, paint);
  // Never wrapped, so that the path can be copied or clicked.
  const end = ['', `Report: ${plainText(reportPath)}`];
  const open = verdict.checks.filter(({ status }) => status !== 'pass' && status !== 'skipped');
  const lines = (cause: Length, checks: Length): string[] => [
    ...headline,
    ...causeLines(verdict, columns, cause, paint),
    ...notes,
    ...(open.length === 0 ? [] : ['', ...checkLines(open, columns, checks, paint)]),
    ...end,
  ];
  const full = lines('full', 'full');
  if (full.length < rows) return full;
  const shorter = lines('full', 'a line each');
  return shorter.length < rows ? shorter : lines('a line each', 'a line each');
}

/** What the screen has space for. */
type Length = 'full' | 'a line each';

function headlineLines({ status, headline }: Verdict, columns: number, paint: Palette): string[] {
  const { mark, word } = STATUS_WORDS[status];
  const badge = `${mark} ${word}`;
  const [first = '', ...rest] = wrap(`${badge}  ${plainText(headline)}`, columns);
  return [
    // Colour only the badge, so that the sentence stays legible on any background.
    first.startsWith(badge)
      ? paint.status(status, badge) + paint.bold(first.slice(badge.length))
      : paint.bold(first),
    ...rest.map(paint.bold),
  ];
}

/** Why, and what to do: the checks below tell only what came of it. */
function causeLines(verdict: Verdict, columns: number, length: Length, paint: Palette): string[] {
  const finding = causingFinding(verdict);
  if (finding === null) return [];
  const line = (word: string, text: string) => {
    const lines =
      length === 'full'
        ? hanging(`${word} `, plainText(text), columns)
        : [truncate(`${word} ${plainText(text)}`, columns)];
    return lines.map((one, index) =>
      index === 0 ? one.replace(word, () => paint.bold(word)) : one,
    );
  };
  return [...line('Cause:', finding.message), ...line('Do:   ', finding.advice)];
}

function noteLines(verdict: Verdict, columns: number, paint: Palette): string[] {
  const notes = [
    attemptNote(verdict.attempt),
    endingNote(verdict.ended),
    compressionNote(verdict.timeCompression),
  ];
  return notes
    .filter((note) => note !== null)
    .flatMap((note) => wrap(plainText(note), columns).map(paint.warn));
}

/** Each check that did not pass, with its reason. */
function checkLines(
  checks: readonly Check[],
  columns: number,
  length: Length,
  paint: Palette,
): string[] {
  return checks.flatMap((check) => {
    const first = `  ${badgeOf(check)}  `;
    const text = `${check.id}: ${plainText(check.message)}`;
    const lines =
      length === 'full' ? hanging(first, text, columns) : [truncate(first + text, columns)];
    return lines.map((line) => painted(line, check, paint));
  });
}

function badgeOf({ status }: Check): string {
  const { mark, word } = STATUS_WORDS[status];
  return `${mark} ${word}`;
}

function painted(line: string, check: Check, paint: Palette): string {
  const badge = badgeOf(check);
  return line.replace(badge, () => paint.status(check.status, badge));
}
