/** What each engine reports, beside what the target knows. */
import { contestantTable, digits } from './contestant-table.ts';
import type { LoadCase } from './load-case.ts';
import type { Measurement } from './measure.ts';
import type { Summary } from './summary.ts';

/** The target's own time: what `http.response_time` is about. */
export function serviceTimeTable(summary: Summary, loads: readonly LoadCase[]): string {
  return contestantTable(summary, loads, [
    {
      title: 'True p99, ms',
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

/** From the intended time to the answer: what a caller would have waited. */
export function feltTable(summary: Summary, loads: readonly LoadCase[]): string {
  return contestantTable(summary, loads, [
    { title: 'Felt p99, ms', quantity: ({ observed }) => observed.feltMs.p99, render: digits(1) },
    { title: 'Reported p99, ms', quantity: reportedLatencyP99, render: digits(1) },
    {
      title: 'Reported / felt',
      quantity: (run) => (reportedLatencyP99(run) ?? Number.NaN) / run.observed.feltMs.p99,
      render: digits(2),
    },
  ]);
}

/** `replay` reports a latency from intended times; the HTTP engine has its response time at best. */
function reportedLatencyP99({ own, responseTimeMs }: Measurement): number | undefined {
  return own?.latencyMs.p99 ?? responseTimeMs?.p99;
}

function difference(reported: number | undefined, truth: number): number | null {
  return reported === undefined ? null : reported - truth;
}
