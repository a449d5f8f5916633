/** The final verdict at the terminal: what an engineer reads when the run is over. */
import type { Verdict } from '../verdict/verdict.ts';
import { hasInstances } from './instance-words.ts';
import { type Palette, palette } from './palette.ts';
import { plainText } from './plain-text.ts';
import { runInWords } from './run-facts.ts';
import { compressionNote, endingNote, STATUS_WORDS } from './status-words.ts';
import { checkLines } from './terminal-checks.ts';
import { eventLines } from './terminal-events.ts';
import { findingLines } from './terminal-findings.ts';
import { loadLines } from './terminal-load.ts';
import { settingLines } from './terminal-settings.ts';
import { hanging, wrap } from './text-columns.ts';

export interface TerminalOptions {
  /** Columns of the terminal; no line but the report's path is longer. Below 24 nothing would be readable. */
  readonly columns: number;
  /** False for a pipe, a dumb terminal or NO_COLOR; the caller knows, this function does not. */
  readonly color: boolean;
  /** Where the HTML report was written, as the reader would type it. */
  readonly reportPath: string;
}

/** @returns lines joined by `\n`, with one at the end. */
export function renderVerdict(verdict: Verdict, options: TerminalOptions): string {
  const columns = Math.max(24, options.columns);
  const paint = palette(options.color);
  const sections = [
    headLines(verdict, columns, paint),
    section('Checks', checkLines(verdict.checks, columns, paint), paint),
    section('Findings', findingLines(verdict.findings, columns, paint), paint),
    ...verdict.scalingEvents.map((event, index) => eventLines(event, index, columns, paint)),
    // Without instances, as on a serverless endpoint, there is nothing that could have scaled.
    verdict.scalingEvents.length === 0 && hasInstances(verdict.instances)
      ? section('Scaling', ['  No scaling event was seen.'], paint)
      : [],
    section('Load', loadLines(verdict, columns), paint),
    section('What was set where', settingLines(verdict, columns), paint),
    section('Caveats', caveatLines(verdict.caveats, columns), paint),
    [reportLine(options.reportPath)],
  ];
  const filled = sections.filter((lines) => lines.length > 0);
  return `${filled.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function headLines(verdict: Verdict, columns: number, paint: Palette): string[] {
  const { mark, word } = STATUS_WORDS[verdict.status];
  const badge = `${mark} ${word}`;
  const notes = [endingNote(verdict.ended), compressionNote(verdict.timeCompression)];
  const [first = '', ...rest] = wrap(`${badge}  ${plainText(verdict.headline)}`, columns);
  return [
    // Only the badge bears the colour of the status; the sentence stays legible on any background.
    first.startsWith(badge)
      ? paint.status(verdict.status, badge) + paint.bold(first.slice(badge.length))
      : paint.bold(first),
    ...rest.map(paint.bold),
    ...wrap(plainText(runInWords(verdict)), columns).map(paint.dim),
    ...notes.filter((note) => note !== null).flatMap((note) => wrap(note, columns).map(paint.warn)),
  ];
}

function section(title: string, lines: readonly string[], paint: Palette): string[] {
  return lines.length === 0 ? [] : [paint.bold(title), ...lines];
}

function caveatLines(caveats: readonly string[], columns: number): string[] {
  return caveats.flatMap((caveat) => hanging('  - ', plainText(caveat), columns));
}

/** Never broken, however long: a path is there to be copied or clicked. */
function reportLine(reportPath: string): string {
  return `Report: ${plainText(reportPath)}`;
}
