/** Words a cost for the reader. */
import { dollars } from '../format/numbers.js';
import type { Range } from './cost-facts.ts';
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
