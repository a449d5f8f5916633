/** The result tables: pacing, CPU, and each engine's figures next to the target's. */
import { digits, figures, percent, renderSpread, table, words } from '../table.ts';
import { ENGINE_TITLE, ENGINES, type Engine } from './contestant.ts';
import { EMPTY_LOAD, type LoadCase } from './load-case.ts';
import type { Measurement } from './measure.ts';
import { cpuPerThousand, type Quantity, type Summary } from './summary.ts';

export function pacingTable(summary: Summary, loads: readonly LoadCase[]): string {
  return contestantTable(summary, loads, [
    { title: 'Planned', quantity: ({ observed }) => observed.planned, render: digits(0) },
    { title: 'Lost', quantity: ({ observed }) => observed.lost, render: digits(0) },
    {
      title: 'In own second',
      quantity: ({ observed }) => observed.ownSecondShare,
      render: percent,
    },
    { title: 'Lag p50, ms', quantity: ({ observed }) => observed.lagMs.p50, render: digits(2) },
    { title: 'Lag p99, ms', quantity: ({ observed }) => observed.lagMs.p99, render: digits(2) },
    {
      title: 'Overshoot, s',
      quantity: ({ observed }) => observed.overshootMs / 1_000,
      render: digits(2),
    },
  ]);
}

export function ownAccountTable(summary: Summary, loads: readonly LoadCase[]): string {
  const column = (title: string, quantity: Quantity, render: (value: number) => string) =>
    figures<LoadCase>(title, (load) =>
      renderSpread(summary.of(load.id, 'replay', quantity), render),
    );
  return table<LoadCase>(
    [
      words('Load', (load) => load.title),
      column('Lag p99 reported, ms', ({ own }) => own?.lagMs.p99, digits(2)),
      column('Lag p99 at the target, ms', ({ observed }) => observed.lagMs.p99, digits(2)),
      column('Own second, reported', ({ own }) => own?.ownSecondShare, percent),
      column('Own second, at the target', ({ observed }) => observed.ownSecondShare, percent),
    ],
    loads,
  );
}

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

/** The fixed cost of a start, in one sentence. */
export function startCost(summary: Summary): string {
  const cost = (engine: Engine) =>
    renderSpread(
      summary.of(EMPTY_LOAD.id, engine, ({ cpuSeconds }) => cpuSeconds),
      digits(2),
    );
  const costs = ENGINES.map((engine) => `${cost(engine)} CPU seconds with ${ENGINE_TITLE[engine]}`);
  return `A load of one request takes ${costs.join(' and ')}. Every figure except the last column includes this start.`;
}

/** The target's service time, which `http.response_time` should report. */
export function serviceTimeTable(summary: Summary, loads: readonly LoadCase[]): string {
  return contestantTable(summary, loads, [
    {
      title: 'Actual p99, ms',
      quantity: ({ observed }) => observed.serviceTimeMs.p99,
      render: digits(1),
    },
    {
      title: 'Reported p99, ms',
      quantity: ({ responseTimeMs }) => responseTimeMs?.p99,
      render: digits(1),
    },
    {
      title: 'Error of p50, ms',
      quantity: (run) => difference(run.responseTimeMs?.p50, run.observed.serviceTimeMs.p50),
      render: digits(1),
    },
    {
      title: 'Error of p99, ms',
      quantity: (run) => difference(run.responseTimeMs?.p99, run.observed.serviceTimeMs.p99),
      render: digits(1),
    },
  ]);
}

/** From the intended time to the response: the latency a caller would see. */
export function feltTable(summary: Summary, loads: readonly LoadCase[]): string {
  return contestantTable(summary, loads, [
    { title: 'Actual p99, ms', quantity: ({ observed }) => observed.feltMs.p99, render: digits(1) },
    { title: 'Reported p99, ms', quantity: reportedLatencyP99, render: digits(1) },
    {
      title: 'Reported / actual',
      quantity: (run) => (reportedLatencyP99(run) ?? Number.NaN) / run.observed.feltMs.p99,
      render: digits(2),
    },
  ]);
}

/** `replay` reports latency from intended times; the HTTP engine only reports response times. */
function reportedLatencyP99({ own, responseTimeMs }: Measurement): number | undefined {
  return own?.latencyMs.p99 ?? responseTimeMs?.p99;
}

function difference(reported: number | undefined, truth: number): number | null {
  return reported === undefined ? null : reported - truth;
}

interface QuantityColumn {
  readonly title: string;
  readonly quantity: Quantity;
  readonly render: (value: number) => string;
}

interface Row {
  readonly load: LoadCase;
  readonly engine: Engine;
}

/** One row per load and engine; each cell is a quantity over the rounds. */
function contestantTable(
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
