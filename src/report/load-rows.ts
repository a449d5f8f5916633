/** Load totals as rows of text for every report. */
import { count, cutShort, milliseconds, perSecond, share } from '../format/numbers.js';
import { OUTCOMES } from '../systems/outcome.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { plainText } from './plain-text.ts';

type Load = Verdict['load'];

const UNKNOWN = {
  'sent-elsewhere': 'unknown: external load without samples',
  'record-missing': 'unknown: the load record is missing',
} as const;

/** Why load figures are missing; null when they are not. */
export function whyNoLoad({ load: { unknownBecause } }: Verdict): string | null {
  return unknownBecause === null ? null : UNKNOWN[unknownBecause];
}

export type Row = readonly [name: string, value: string];

export function requestRows(load: Load): Row[] {
  if (load.sampledBy !== undefined) return rowsOfTool(load, load.sampledBy);
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

/** A tool that reports no plan must not seem to have met one. */
function rowsOfTool(load: Load, { name }: NonNullable<Load['sampledBy']>): Row[] {
  return [
    ['planned', `not reported by ${name}`],
    ['sent', count(load.sent)],
    ...(load.notSent > 0 ? [['dropped', count(load.notSent)] as const] : []),
    ['completed', count(load.completed)],
    ['peak rate', `${perSecond(load.peakSentRps)} sent`],
  ];
}

/** Outcomes that occurred, in contract order; unknown ones last. */
export function outcomeRows(load: Load): Row[] {
  const known: readonly string[] = OUTCOMES;
  const others = Object.keys(load.outcomes).filter((outcome) => !known.includes(outcome));
  return [...known, ...others.sort()]
    .map((outcome) => [outcome, load.outcomes[outcome] ?? 0] as const)
    .filter(([, total]) => total > 0)
    .map(([outcome, total]) => [
      plainText(outcome),
      withShare(total, load.outcomeShares[outcome] ?? null),
    ]);
}

const LIMITS = {
  reserved: 'reserved limit',
  account: 'account limit',
  'max-concurrency': 'MaxConcurrency',
} as const;

/** Peak concurrency and its limit, where observed. */
export function concurrencyRows(concurrency: Verdict['concurrency']): Row[] {
  return concurrency.map(({ of, highest, limit, share: reached }) => [
    `${of} concurrency`,
    limit === null
      ? `peak ${count(highest)}`
      : `peak ${withShare(highest, reached)}, ${LIMITS[limit.kind]} ${count(limit.value)}`,
  ]);
}

function withShare(total: number, of: number | null): string {
  return of === null ? count(total) : `${count(total)} (${share(of, 1)})`;
}

export interface DurationRow {
  readonly name: string;
  /** What the duration measures. */
  readonly meaning: string;
  readonly p50: string;
  readonly p95: string;
  readonly p99: string;
  readonly max: string;
}

export function durationRows(load: Load): DurationRow[] {
  const row = (
    name: string,
    meaning: string,
    of: Load['latencyMs'],
    text: (ms: number | null) => string = milliseconds,
  ): DurationRow => ({
    name,
    meaning,
    p50: text(of.p50),
    p95: text(of.p95),
    p99: text(of.p99),
    max: text(of.max),
  });
  const felt = (ms: number | null) => cutShort(ms, load.timedOutAfterMs);
  if (load.sampledBy !== undefined) {
    return [row('latency', 'actual send to response', load.latencyMs, felt)];
  }
  return [
    row('latency', 'intended send to response', load.latencyMs, felt),
    row('service time', 'actual send to response', load.serviceTimeMs, felt),
    row('lag', 'intended to actual send', load.lagMs),
  ];
}
