/** The metrics of a comparison as a table: a row a metric, its change as a bar. */
import type { Comparison } from '../../history/compare.ts';
import { type ComparisonRow, comparisonRows } from '../comparison-rows.ts';
import { changeBar } from './change-bar.ts';
import { html, type Markup } from './markup.ts';

interface Column {
  readonly head: Markup;
  readonly cell: (row: ComparisonRow) => Markup;
  /** Left out where no row has anything to say. */
  readonly isSaid: (row: ComparisonRow) => boolean;
}

/**
 * @param labelledBy the id of the element that names the table
 * @param sides how the two sides are called
 */
export function comparisonTable(
  comparison: Comparison,
  labelledBy: string,
  sides: { readonly base: string; readonly candidate: string },
): Markup {
  const rows = comparisonRows(comparison);
  const columns = columnsOf(comparison, sides).filter(({ isSaid }) => rows.some(isSaid));
  return html`<div class="scroll" role="group" aria-labelledby="${labelledBy}" tabindex="0">
<table class="compared">
<thead><tr><th scope="col">Metric</th>${columns.map(({ head }) => head)}</tr></thead>
<tbody>${rows.map(
    (row) => html`
<tr class="is-${row.metric.isRegression ? 'regression' : row.metric.finding}"><th scope="row">${row.title}</th>${columns.map(({ cell }) => cell(row))}</tr>`,
  )}
</tbody>
</table>
</div>`;
}

function columnsOf(
  { base, candidate }: Comparison,
  sides: { readonly base: string; readonly candidate: string },
): Column[] {
  const number = (head: string, name: string, text: (row: ComparisonRow) => string): Column => ({
    head: html`<th scope="col" class="number">${head}</th>`,
    cell: (row) => html`<td class="number" data-name="${name}">${text(row)}</td>`,
    isSaid: (row) => text(row) !== '',
  });
  // Of one run against one, p is 1 whatever they measured.
  const hasP = base.length + candidate.length > 2;
  return [
    number(sides.base, sides.base.toLowerCase(), (row) => row.base),
    number(sides.candidate, sides.candidate.toLowerCase(), (row) => row.candidate),
    number('Change', 'change', ({ change }) => change),
    {
      head: html`<th scope="col" class="change">Better ← → worse</th>`,
      cell: ({ metric }) => html`<td class="change">${changeBar(metric)}</td>`,
      isSaid: ({ metric }) => metric.change !== null,
    },
    number('95 % interval', '95 %', ({ interval }) => interval),
    ...(hasP ? [number('p', 'p', ({ p }) => p)] : []),
    {
      head: html`<th scope="col">Result</th>`,
      cell: ({ word }) => html`<td class="word">${word}</td>`,
      isSaid: ({ word }) => word !== '',
    },
  ];
}
