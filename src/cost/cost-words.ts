/** A cost as a reader sees it. */
import { dollars } from '../format/numbers.js';
import type { Range } from './cost-facts.ts';
import type { CostEstimate } from './estimate.ts';

/** `$1.20 to $3.40`. */
export function dollarRange({ low, high }: Range): string {
  const [from, to] = [dollars(low), dollars(high)];
  return from === to ? to : `${from} to ${to}`;
}

/** The end of a sentence: `$1.20 to $3.40`, `at least $0.30, for not every price is known`. */
export function costInWords({ rows, usd, isComplete }: CostEstimate): string {
  if (rows.length === 0) return 'nothing: all of it runs on this machine';
  if (isComplete) return dollarRange(usd);
  return usd.high === 0
    ? 'an amount that is not known'
    : `${dollarRange(usd)} and more, for not every price is known`;
}
