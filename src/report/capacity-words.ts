/** What instances carried, as a row of text for every report. */
import { type FleetWords, fleetWords } from '../analysis/copies.ts';
import { milliseconds, percent, perSecond } from '../format/numbers.js';
import type { Verdict } from '../verdict/verdict.ts';
import type { Row } from './load-rows.ts';

type Capacity = NonNullable<Verdict['capacity']>;
type Carried = Capacity['byInstances'][number];

const LIMIT_WORDS = {
  overload: 'its limit: it fell behind',
  latency: 'its limit: slower above',
  errors: 'its limit: errors above',
  throttles: 'throttled above',
} as const;

/** `1 instance 880/s each (its limit: it fell behind), 3 instances at least 333/s each; p99 within 400 ms`. */
export function carriedRows(
  { capacity, instances }: Pick<Verdict, 'capacity' | 'instances'>,
  name: string,
): Row[] {
  if (capacity === null) return [];
  const words = fleetWords(instances);
  const carried = capacity.byInstances.map((one) => carriedInWords(one, words)).join(', ');
  return [[name, `${carried}; ${boundInWords(capacity.bound)}`]];
}

export function carriedInWords(
  { instances, perInstanceRps, limit, missedAtRps }: Carried,
  words: FleetWords,
): string {
  const who = words.counted(instances);
  const each = instances === 1 ? '' : ' each';
  if (perInstanceRps === null) {
    const at = missedAtRps === null ? '' : ` of ${perSecond(missedAtRps)}${each}`;
    return `${who} not what was sent${at}`;
  }
  return limit === null
    ? `${who} at least ${perSecond(perInstanceRps)}${each}`
    : `${who} ${perSecond(perInstanceRps)}${each} (${LIMIT_WORDS[limit]})`;
}

function boundInWords({ percentile, maxMs, maxErrorShare }: Capacity['bound']): string {
  const errors = `${percent(maxErrorShare)} errors`;
  return percentile === null
    ? `within ${errors}`
    : `within p${percentile} ${milliseconds(maxMs)} and ${errors}`;
}
