/** A capacity curve as GitHub-flavoured Markdown. */
import type { CapacityCurve } from '../capacity/curve-result.ts';
import { answerLines, curveTitle, fitRows, POINT_HEADS, pointRows } from './capacity-curve-rows.ts';
import { markdownText as text } from './markdown-text.ts';

export function capacityCurveMarkdown(curve: CapacityCurve): string {
  const { headline, leftOut, fit } = curve;
  const points = pointRows(curve);
  const blocks = [
    '## Capacity by number of instances',
    `**${text(headline)}**`,
    text(curveTitle(curve)),
    ...(points.length > 0 ? [table(POINT_HEADS, points)] : []),
    ...(fit === null ? [] : [table(['Fitted', ''], fitRows(curve))]),
    list(answerLines(curve)),
    list(leftOut),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${text(line)}`).join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(text).join(' | ')} |`;
  return [line(head), `|${head.map(() => ' --- |').join('')}`, ...rows.map(line)].join('\n');
}
