/** A table with a row for each load and engine, each cell a quantity over the rounds. */
import { ENGINE_TITLE, ENGINES, type Engine } from './contestant.ts';
import type { LoadCase } from './load-case.ts';
import { renderSpread } from './spread.ts';
import type { Quantity, Summary } from './summary.ts';
import { figures, table, words } from './table.ts';

export interface QuantityColumn {
  readonly title: string;
  readonly quantity: Quantity;
  readonly render: (value: number) => string;
}

interface Row {
  readonly load: LoadCase;
  readonly engine: Engine;
}

export function contestantTable(
  summary: Summary,
  loads: readonly LoadCase[],
  columns: readonly QuantityColumn[],
): string {
  return table<Row>(
    [
      words('Load', ({ load }) => load.title),
      words('Engine', ({ engine }) => ENGINE_TITLE[engine]),
      ...columns.map(({ title, quantity, render }) =>
        figures<Row>(title, ({ load, engine }) =>
          renderSpread(summary.of(load.id, engine, quantity), render),
        ),
      ),
    ],
    loads.flatMap((load) => ENGINES.map((engine) => ({ load, engine }))),
  );
}

/** Renders with so many digits after the point; what rounds to zero has no sign. */
export function digits(count: number): (value: number) => string {
  return (value) => value.toFixed(count).replace(/^-(0(?:\.0*)?)$/, '$1');
}
