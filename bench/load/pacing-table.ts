/** Did the requests come, and when? As the target saw it, and as `replay` says of itself. */
import { percent } from './aims.ts';
import { contestantTable, digits } from './contestant-table.ts';
import type { LoadCase } from './load-case.ts';
import { renderSpread } from './spread.ts';
import type { Quantity, Summary } from './summary.ts';
import { figures, table, words } from './table.ts';

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
      column('Lag p99 by itself, ms', ({ own }) => own?.lagMs.p99, digits(2)),
      column('Lag p99 at the target, ms', ({ observed }) => observed.lagMs.p99, digits(2)),
      column('Own second by itself', ({ own }) => own?.ownSecondShare, percent),
      column('Own second at the target', ({ observed }) => observed.ownSecondShare, percent),
    ],
    loads,
  );
}
