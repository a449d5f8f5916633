/**
 * Renders the final verdict for the terminal: what explains it first, what it says last, because the
 * end is what stays on the screen.
 */

import stringWidth from 'string-width';
import { percent } from '../format/numbers.js';
import type { Finding, Verdict } from '../verdict/verdict.ts';
import { carriedRows } from './capacity-words.ts';
import { failureRows, statusRows } from './failure-rows.ts';
import { type FindingRow, findingRows } from './finding-rows.ts';
import { hasInstances, instanceRows } from './instance-words.ts';
import { concurrencyRows, durationRows, outcomeRows, requestRows, whyNoLoad } from './load-rows.ts';
import { type Palette, palette } from './palette.ts';
import { plainText } from './plain-text.ts';
import { runInWords } from './run-facts.ts';
import { settingRows } from './setting-rows.ts';
import { checkLines } from './terminal-checks.ts';
import { closingLines } from './terminal-closing.ts';
import { eventLines } from './terminal-events.ts';
import { hanging, rowLines, truncate, wrap } from './text-columns.ts';
import { workerRows } from './worker-words.ts';

export interface TerminalOptions {
  /** Terminal width, at least 24; only the report's path may exceed it. */
  readonly columns: number;
  /** Terminal height; absent in a pipe. */
  readonly rows?: number;
  /** False for a pipe, a dumb terminal or NO_COLOR; the caller decides. */
  readonly color: boolean;
  /** Path of the HTML report, as a user would type it. */
  readonly reportPath: string;
}

/** Of the terminal that every terminal can be. */
const ROWS = 24;

/** The verdict without what explains it, for `--quiet`. */
export function renderClosing(verdict: Verdict, options: TerminalOptions): string {
  const columns = Math.max(24, options.columns);
  const rows = options.rows ?? ROWS;
  const lines = closingLines(verdict, { ...options, columns, rows }, palette(options.color));
  return `${lines.join('\n')}\n`;
}

/** @returns lines joined by `\n`, with one at the end. */
export function renderVerdict(verdict: Verdict, options: TerminalOptions): string {
  const columns = Math.max(24, options.columns);
  const paint = palette(options.color);
  const sections = [
    wrap(plainText(runInWords(verdict)), columns).map(paint.dim),
    section('Configuration observed', settingLines(verdict, columns), paint),
    section('Load', loadLines(verdict, columns), paint),
    section('Failing responses', failureLines(verdict, columns, paint), paint),
    ...verdict.scalingEvents.map((event, index) => eventLines(event, index, columns, paint)),
    // A serverless endpoint has no instances to scale.
    verdict.scalingEvents.length === 0 && hasInstances(verdict.instances)
      ? section('Scaling', ['  No scaling events observed.'], paint)
      : [],
    section('Caveats', caveatLines(verdict.caveats, columns), paint),
    section('Findings', findingLines(verdict.findings, columns, paint), paint),
    section('Checks', checkLines(verdict.checks, columns, paint), paint),
    closingLines(verdict, { ...options, columns, rows: options.rows ?? ROWS }, paint),
  ];
  const filled = sections.filter((lines) => lines.length > 0);
  return `${filled.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function section(title: string, lines: readonly string[], paint: Palette): string[] {
  return lines.length === 0 ? [] : [paint.bold(title), ...lines];
}

function caveatLines(caveats: readonly string[], columns: number): string[] {
  return caveats.flatMap((caveat) => hanging('  - ', plainText(caveat), columns));
}

const NAME_WIDTH = 14;

export function loadLines(verdict: Verdict, columns: number): string[] {
  const { load, instances } = verdict;
  const unknown = whyNoLoad(verdict);
  if (unknown !== null) {
    const known = [['requests', unknown] as const, ...instanceRows(instances, 'instances')];
    return known.flatMap(([name, value]) => row(name, value, columns));
  }
  const outcomes = outcomeRows(load).map(([name, value]) => `${name} ${value}`);
  const statuses = statusRows(load)
    .map(([status, times]) => `${status} ${times}`)
    .join(', ');
  const accuracy = percent(load.sketchRelativeAccuracy);
  const rows: (readonly [string, string])[] = [
    [
      'requests',
      requestRows(load)
        .map(([name, value]) => `${name} ${value}`)
        .join(', '),
    ],
    ...workerRows(load),
    ['outcomes', outcomes.length > 0 ? outcomes.join(', ') : 'none: no request completed'],
    ...(statuses === '' ? [] : [['HTTP status', statuses] as const]),
    ...durationRows(load).map(
      ({ name, p50, p95, p99, max }) =>
        [name, `p50 ${p50}, p95 ${p95}, p99 ${p99}, max ${max}`] as const,
    ),
    ...concurrencyRows(verdict.concurrency),
    ...instanceRows(instances, 'instances'),
    ...carriedRows(verdict, 'carried'),
  ];
  return [
    ...rows.flatMap(([name, value]) => row(name, value, columns)),
    ...hanging('  ', `Percentiles are within ${accuracy} of the true value.`, columns),
  ];
}

/** In a terminal, the first of each kind, shortened: the page has them all. */
function failureLines({ load }: Verdict, columns: number, paint: Palette): string[] {
  const rows = failureRows(load);
  const first = rows.filter(({ kind }, at) => rows.findIndex((each) => each.kind === kind) === at);
  return first.flatMap(({ kind, when, response }) => [
    ...hanging('  ', `${kind}: ${when}`, columns),
    paint.dim(`    ${truncate(response, columns - 4)}`),
  ]);
}

function row(name: string, value: string, columns: number): string[] {
  return hanging(`  ${name.padEnd(NAME_WIDTH)}`, value, columns);
}

const INDENT = '  ';
const GAP = 2;
/** Below this, two columns would break most words. */
const TABLE_COLUMNS = 50;
/** Maximum share of a line for the first column. */
const WHAT_SHARE = 0.4;

function settingLines(verdict: Verdict, columns: number): string[] {
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

function findingLines(findings: readonly Finding[], columns: number, paint: Palette): string[] {
  return findingRows(findings).flatMap((row) => [
    ...findingHead(row, columns, paint),
    ...hanging('    ', row.message, columns),
    ...labelled('advice', row.advice, columns),
    ...labelled('evidence', row.evidence, columns).map(paint.dim),
  ]);
}

function findingHead(row: FindingRow, columns: number, paint: Palette): string[] {
  const badge = `${row.mark} ${row.word}`;
  const lines = hanging(`  ${badge}  `, row.code, columns);
  const color = row.severity === 'problem' ? paint.warn : paint.dim;
  // Colour only the badge: the code stays readable and searchable.
  return lines.map((line) => line.replace(badge, color));
}

function labelled(label: string, text: string, columns: number): string[] {
  return text === '' ? [] : hanging(`    ${label.padEnd(8)}  `, text, columns);
}
