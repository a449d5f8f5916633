/** How many requests wait at an instance before it refuses one. */

import { counted } from '../../format/numbers.js';
import { median } from '../../statistics/order-statistics.ts';
import { type Evidence, failures } from './evidence.ts';
import type { Saturation } from './saturation.ts';
import { around, known, notKnown, type Setting } from './setting.ts';

const KEY = 'instance.queue';
/** Of what ended in a second; fewer errors have other reasons. */
const REFUSED_SHARE = 0.01;
const FEWEST_SECONDS = 3;

/**
 * While an instance refuses requests, its queue is full: what callers have in flight is its slots and its queue.
 *
 * @param concurrency null where it is not known
 */
export function queueOf(
  { settled }: Evidence,
  full: Saturation | null,
  concurrency: number | null,
  overheadMs: number,
): Setting {
  const refusing = settled.filter(
    ({ second }) =>
      (second.outcomes['server-error'] ?? 0) >= REFUSED_SHARE * Math.max(1, second.completed) &&
      failures(second) === (second.outcomes['server-error'] ?? 0),
  );
  if (full === null || concurrency === null || refusing.length < FEWEST_SECONDS) {
    return notKnown(KEY, 'no instance was seen to refuse requests because its queue was full');
  }
  const elsewhere = (full.each * overheadMs) / 1_000;
  const waiting = refusing.map(
    ({ second, instances }) => (second.inFlight ?? 0) / instances - elsewhere - concurrency,
  );
  const value = Math.max(0, Math.round(median(waiting)));
  const spread = median(waiting.map((one) => Math.abs(one - value)));
  return known(
    KEY,
    value,
    `in flight per instance, less the slots, in ${counted(refusing.length, 'second')} that refused requests`,
    around(value, Math.max(1, spread)),
  );
}
