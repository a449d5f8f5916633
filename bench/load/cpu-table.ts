/** What a request costs each engine, side by side. */
import { ENGINE_TITLE, ENGINES, type Engine } from './contestant.ts';
import { digits } from './contestant-table.ts';
import { EMPTY_LOAD, type LoadCase } from './load-case.ts';
import { renderSpread } from './spread.ts';
import { cpuPerThousand, type Summary } from './summary.ts';
import { figures, table, words } from './table.ts';

export function cpuTable(summary: Summary, loads: readonly LoadCase[]): string {
  return table<LoadCase>(
    [
      words('Load', (load) => load.title),
      ...ENGINES.map((engine) =>
        figures<LoadCase>(ENGINE_TITLE[engine], (load) =>
          renderSpread(summary.of(load.id, engine, cpuPerThousand), digits(2)),
        ),
      ),
      figures('Ratio', (load) => renderSpread(summary.cpuRatio(load.id), digits(2))),
      figures('Ratio above the start', (load) =>
        renderSpread(summary.cpuRatioAboveStart(load.id), digits(2)),
      ),
    ],
    loads,
  );
}

/** The fixed part, in a sentence. */
export function startCost(summary: Summary): string {
  const cost = (engine: Engine) =>
    renderSpread(
      summary.of(EMPTY_LOAD.id, engine, ({ cpuSeconds }) => cpuSeconds),
      digits(2),
    );
  const costs = ENGINES.map((engine) => `${cost(engine)} CPU seconds with ${ENGINE_TITLE[engine]}`);
  return `A load of one request takes ${costs.join(' and ')}. This start is part of every figure but those of the last column.`;
}
