/** The end of the terminal's report, which stays on the screen: headline, failed checks, path. */
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
  const head = [...headlineLines(verdict, columns, paint), ...noteLines(verdict, columns, paint)];
  // Never wrapped, so that the path can be copied or clicked.
  const end = ['', `Report: ${plainText(reportPath)}`];
  const open = verdict.checks.filter(({ status }) => status !== 'pass' && status !== 'skipped');
  if (open.length === 0) return [...head, ...end];
  const space = rows - 2 - head.length - end.length;
  return [...head, '', ...checkLines(open, columns, space, paint), ...end];
}

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

/** Each check that did not pass, with its reason; a line each where the screen has no space for more. */
function checkLines(
  checks: readonly Check[],
  columns: number,
  space: number,
  paint: Palette,
): string[] {
  const full = checks.flatMap((check) => {
    const badge = badgeOf(check);
    const text = `${check.id}: ${plainText(check.message)}`;
    return hanging(`  ${badge}  `, text, columns).map((line) => painted(line, check, paint));
  });
  if (full.length <= space) return full;
  return checks.map((check) => {
    const line = `  ${badgeOf(check)}  ${check.id}: ${plainText(check.message)}`;
    return painted(truncate(line, columns), check, paint);
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
