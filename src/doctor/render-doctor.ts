/** Renders doctor's items in terminal columns, followed by cost and duration. */
import { costInWords, dollarRange, durationInWords } from '../cost/cost-words.ts';
import { counted } from '../format/numbers.js';
import type { Palette } from '../report/palette.ts';
import { plainText } from '../report/plain-text.ts';
import { hanging, rowLines, wrap } from '../report/text-columns.ts';
import type { DoctorReport } from './doctor-report.ts';
import { GROUPS, type Item, type ItemStatus } from './item.ts';

const STATUS_COLUMNS = 7;
const TITLE_COLUMNS = 17;
const FIGURE_COLUMNS = 18;
/** An indent of two, and two between columns. */
const GAPS = 2 + 2 + 2;
/** Narrower columns barely fit a word. */
const MIN_TEXT_COLUMNS = 16;
/** Wider lines are hard to read. */
const MAX_COLUMNS = 110;

/** @param check the command that tries predictions, which doctor does not */
export function renderDoctor(
  report: DoctorReport,
  columns: number,
  paint: Palette,
  check: string,
): string {
  const width = Math.min(columns, MAX_COLUMNS);
  const lines = [...heading(report, width, paint)];
  for (const group of GROUPS) {
    const items = report.items.filter((item) => item.group === group);
    if (items.length === 0) continue;
    lines.push('', paint.bold(group));
    for (const item of items) lines.push(...itemLines(item, width, paint));
  }
  lines.push('', ...costLines(report, width, paint));
  lines.push('', ...durationLines(report, width), '', ...closing(report, width, paint));
  if (report.status === 'ready') {
    lines.push(...wrap(plainText(`Predictions were not tried: ${check}`), width));
  }
  return `${lines.join('\n')}\n`;
}

function heading(
  { scenario, environment, target, onStandIn }: DoctorReport,
  width: number,
  paint: Palette,
) {
  const where = onStandIn ? 'the stand-in on this machine' : target;
  const text = `Is ${scenario} ready to run? Environment ${environment}, ${where}`;
  return wrap(plainText(text), width).map(paint.bold);
}

function itemLines(item: Item, width: number, paint: Palette): string[] {
  const text = Math.max(MIN_TEXT_COLUMNS, width - STATUS_COLUMNS - TITLE_COLUMNS - GAPS);
  const widths = [STATUS_COLUMNS, TITLE_COLUMNS, text];
  const lines = rowLines(
    [
      { text: item.status, paint: painter(item.status, paint) },
      { text: plainText(item.title) },
      { text: plainText(item.message) },
    ],
    widths,
  );
  const next =
    item.next === null
      ? []
      : rowLines([{ text: '' }, { text: '' }, { text: `-> ${plainText(item.next)}` }], widths);
  return [...lines, ...next].map((line) => `  ${line}`.trimEnd());
}

function painter(status: ItemStatus, paint: Palette): (text: string) => string {
  switch (status) {
    case 'ok':
      return (text) => paint.status('pass', text);
    case 'problem':
      return (text) => paint.status('fail', text);
    case 'warning':
      return paint.warn;
    case 'skipped':
      return paint.dim;
  }
}

function costLines({ cost }: DoctorReport, width: number, paint: Palette): string[] {
  const lines = [`${paint.bold('Cost')}: ${costInWords(cost)}.`];
  const text = Math.max(MIN_TEXT_COLUMNS, width - TITLE_COLUMNS - FIGURE_COLUMNS - GAPS);
  const widths = [TITLE_COLUMNS, FIGURE_COLUMNS, text];
  for (const { what, usd, assumption } of cost.rows) {
    const cells = [
      { text: what },
      { text: usd === null ? 'unknown' : dollarRange(usd) },
      { text: plainText(assumption) },
    ];
    lines.push(...rowLines(cells, widths).map((line) => `  ${line}`));
  }
  return lines;
}

function durationLines({ duration }: DoctorReport, width: number): string[] {
  return hanging('Duration: ', durationInWords(duration), width);
}

function closing({ items, status }: DoctorReport, width: number, paint: Palette): string[] {
  const number = (wanted: ItemStatus) => items.filter((item) => item.status === wanted).length;
  const problems = number('problem');
  const warnings = number('warning');
  const counts = `${counted(problems, 'problem')}, ${counted(warnings, 'warning')}.`;
  const word = status === 'ready' ? 'READY' : 'NOT READY';
  const [first = '', ...more] = hanging(`${word}  `, counts, width);
  return [
    `${paint.status(status === 'ready' ? 'pass' : 'fail', word)}${first.slice(word.length)}`,
    ...more,
  ];
}
