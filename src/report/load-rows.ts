/** The load's totals as rows of text, for every report that shows them as a table. */

import { count, milliseconds, perSecond, share } from '../format/numbers.js';
import { OUTCOMES } from '../systems/outcome.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { plainText } from './plain-text.ts';

type Load = Verdict['load'];

/** Why there are no figures of the load; null when there are. */
export function whyNoLoad({ loadFrom, load, checks }: Verdict): string | null {
  if (loadFrom === 'elsewhere') return 'not known: sent elsewhere, no samples brought along';
  const lost = checks.some(
    ({ id, reason }) => id === 'load-delivered' && reason === 'record-incomplete',
  );
  return lost && load.planned === 0 ? 'not known: the record of the load is missing' : null;
}

export type Row = readonly [name: string, value: string];

export function requestRows(load: Load): Row[] {
  return [
    ['planned', count(load.planned)],
    ['sent', withShare(load.sent, load.planned)],
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
    .map(([outcome, total]) => [plainText(outcome), withShare(total, load.completed)]);
}

function withShare(part: number, all: number): string {
  return all === 0 ? count(part) : `${count(part)} (${share(part, all)})`;
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
