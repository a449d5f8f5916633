/** How each metric varies from night to night, and what the two changes did to it. */
import type { RunEntry } from '../../src/history/entry.ts';
import { inOrder, titleOf } from '../../src/history/metrics.ts';
import { median } from '../../src/statistics/order-statistics.ts';
import { figures, percent, table, words } from '../table.ts';
import { SLOWER_MODEL, SLOWER_PROVISIONING } from './night.ts';

interface Row {
  readonly id: string;
  /** Values of the nights before the first change, between the two, and after. */
  readonly steady: readonly number[];
  readonly slower: readonly number[];
  readonly later: readonly number[];
}

/** @param entries of all nights, in order */
export function variationTable(entries: readonly RunEntry[]): string {
  const rows = inOrder(entries.flatMap(({ metrics }) => Object.keys(metrics))).map((id) => {
    const values = (from: number, to: number) =>
      entries.slice(from - 1, to - 1).flatMap(({ metrics }) => metrics[id]?.value ?? []);
    return {
      id,
      steady: values(1, SLOWER_MODEL.fromNight),
      slower: values(SLOWER_MODEL.fromNight, SLOWER_PROVISIONING.fromNight),
      later: values(SLOWER_PROVISIONING.fromNight, entries.length + 1),
    };
  });
  return table<Row>(
    [
      words('metric', ({ id }) => titleOf(id)),
      figures('nights', ({ steady, slower, later }) =>
        String(steady.length + slower.length + later.length),
      ),
      figures('mean', ({ steady }) => (steady.length === 0 ? '–' : short(mean(steady)))),
      figures('coefficient of variation', ({ steady }) => share(deviation(steady), mean(steady))),
      figures('lag-1 autocorrelation', ({ steady }) => decimals(autocorrelation(steady))),
      figures(`night ${SLOWER_MODEL.fromNight}`, ({ steady, slower }) => change(steady, slower)),
      figures(`night ${SLOWER_PROVISIONING.fromNight}`, ({ slower, later }) =>
        change(slower, later),
      ),
    ],
    rows,
  );
}

const short = (value: number) => String(Number(value.toPrecision(4)));
const share = (part: number, whole: number) => (whole > 0 ? percent(part / whole) : '–');
const decimals = (value: number | null) => value?.toFixed(2) ?? '–';

/** Of the medians. */
function change(before: readonly number[], after: readonly number[]): string {
  if (before.length === 0 || after.length === 0) return '–';
  return share(median(after) - median(before), median(before));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviation(values: readonly number[]): number {
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

/** Null where nothing varies. */
function autocorrelation(values: readonly number[]): number | null {
  const centre = mean(values);
  let [products, squares] = [0, 0];
  for (const [index, value] of values.entries()) {
    squares += (value - centre) ** 2;
    if (index > 0) products += (value - centre) * (values[index - 1]! - centre);
  }
  return squares > 0 ? products / squares : null;
}
