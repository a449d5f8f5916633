/** What was sent and how it was answered, in a handful of lines. */
import { percent } from '../format/numbers.js';
import type { Verdict } from '../verdict/verdict.ts';
import { instanceRows } from './instance-words.ts';
import { concurrencyRows, durationRows, outcomeRows, requestRows, whyNoLoad } from './load-rows.ts';
import { hanging } from './text-columns.ts';

const NAME_WIDTH = 14;

export function loadLines(verdict: Verdict, columns: number): string[] {
  const { load, instances } = verdict;
  const unknown = whyNoLoad(verdict);
  if (unknown !== null) {
    const known = [['requests', unknown] as const, ...instanceRows(instances, 'instances')];
    return known.flatMap(([name, value]) => row(name, value, columns));
  }
  const outcomes = outcomeRows(load).map(([name, value]) => `${name} ${value}`);
  const accuracy = percent(load.sketchRelativeAccuracy);
  const rows: (readonly [string, string])[] = [
    [
      'requests',
      requestRows(load)
        .map(([name, value]) => `${name} ${value}`)
        .join(', '),
    ],
    ['outcomes', outcomes.length > 0 ? outcomes.join(', ') : 'none: nothing was completed'],
    ...durationRows(load).map(
      ({ name, p50, p95, p99, max }) =>
        [name, `p50 ${p50}, p95 ${p95}, p99 ${p99}, max ${max}`] as const,
    ),
    ...concurrencyRows(verdict.concurrency),
    ...instanceRows(instances, 'instances'),
  ];
  return [
    ...rows.flatMap(([name, value]) => row(name, value, columns)),
    ...hanging('  ', `Percentiles are within ${accuracy} of the true value.`, columns),
  ];
}

function row(name: string, value: string, columns: number): string[] {
  return hanging(`  ${name.padEnd(NAME_WIDTH)}`, value, columns);
}
