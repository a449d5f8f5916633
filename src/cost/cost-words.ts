/** Words a cost for the reader. */
import { clock, dollars } from '../format/numbers.js';
import type { CostFacts, Range } from './cost-facts.ts';
import type { CostEstimate } from './estimate.ts';

/** `$1.20 to $3.40`. */
export function dollarRange({ low, high }: Range): string {
  const [from, to] = [dollars(low), dollars(high)];
  return from === to ? to : `${from} to ${to}`;
}

/** Completes a sentence: `$1.20 to $3.40`, `$1.20 to $3.40 or more: some prices are not known`. */
export function costInWords({ rows, usd, isComplete }: CostEstimate): string {
  if (rows.length === 0) return 'nothing: everything runs on this machine';
  if (isComplete) return dollarRange(usd);
  return usd.high === 0
    ? 'an unknown amount'
    : `${dollarRange(usd)} or more: some prices are not known`;
}

/** `5:00 of load, then 4:00 to 6:00 until the last datapoints are final.` */
export function durationInWords({
  loadSeconds,
  settleSeconds: { low, high },
}: Pick<CostFacts, 'loadSeconds' | 'settleSeconds'>): string {
  if (high === 0) return `${clock(loadSeconds)} of load.`;
  const until = low === high ? clock(high) : `${clock(low)} to ${clock(high)}`;
  return `${clock(loadSeconds)} of load, then ${until} until the last datapoints are final.`;
}
