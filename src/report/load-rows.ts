/** The load's totals as rows of text, for every report that shows them as a table. */
import { count, milliseconds, perSecond, share } from '../format/numbers.js';
import { OUTCOMES } from '../systems/outcome.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { plainText } from './plain-text.ts';

type Load = Verdict['load'];

const UNKNOWN = {
  'sent-elsewhere': 'not known: sent elsewhere, no samples brought along',
  'record-missing': 'not known: the record of the load is missing',
} as const;

/** Why there are no figures of the load; null when there are. */
export function whyNoLoad({ load: { unknownBecause } }: Verdict): string | null {
  return unknownBecause === null ? null : UNKNOWN[unknownBecause];
}

export type Row = readonly [name: string, value: string];

export function requestRows(load: Load): Row[] {
  return [
    ['planned', count(load.planned)],
    ['sent', withShare(load.sent, load.sentShare)],
    ['not sent', count(load.notSent)],
    ['completed', count(load.completed)],
    [
      'peak rate',
      `${perSecond(load.peakSentRps)} sent of ${perSecond(load.peakPlannedRps)} planned`,
    ],
  ];
}

/** Outcomes that occurred, in the order of the contract, strangers last. */
export function outcomeRows(load: Load): Row[] {
  const known: readonly string[] = OUTCOMES;
  const strangers = Object.keys(load.outcomes).filter((outcome) => !known.includes(outcome));
  return [...known, ...strangers.sort()]
    .map((outcome) => [outcome, load.outcomes[outcome] ?? 0] as const)
    .filter(([, total]) => total > 0)
    .map(([outcome, total]) => [
      plainText(outcome),
      withShare(total, load.outcomeShares[outcome] ?? null),
    ]);
}

const LIMITS = {
  reserved: 'reserved',
  account: "of the account's",
  'max-concurrency': 'MaxConcurrency',
} as const;

/** Requests at once against their limit, where either was seen. */
export function concurrencyRows(concurrency: Verdict['concurrency']): Row[] {
  return concurrency.map(({ of, highest, limit, share: reached }) => [
    `${of} concurrency`,
    limit === null
      ? `at most ${count(highest)} at once`
      : `at most ${withShare(highest, reached)} at once, ${LIMITS[limit.kind]} ${count(limit.value)}`,
  ]);
}

function withShare(total: number, of: number | null): string {
  return of === null ? count(total) : `${count(total)} (${share(of, 1)})`;
}

export interface DurationRow {
  readonly name: string;
  /** What is measured, in words. */
  readonly meaning: string;
  readonly p50: string;
  readonly p95: string;
  readonly p99: string;
  readonly max: string;
}

export function durationRows(load: Load): DurationRow[] {
  const row = (name: string, meaning: string, of: Load['latencyMs']): DurationRow => ({
    name,
    meaning,
    p50: milliseconds(of.p50),
    p95: milliseconds(of.p95),
    p99: milliseconds(of.p99),
    max: milliseconds(of.max),
  });
  return [
    row('latency', 'intended send to response', load.latencyMs),
    row('service time', 'actual send to response', load.serviceTimeMs),
    row('lag', 'intended to actual send', load.lagMs),
  ];
}
