/** How a load was carried where nothing but concurrency scales: part of the headline of such a run. */
import { percent } from '../format/numbers.js';
import type { Check, CheckId } from './verdict.ts';

/** What there is to say of a load that environments carried, not instances; null without a word. */
export function concurrencyInWords(checks: readonly Check[]): string | null {
  const judged = (id: CheckId) =>
    checks.find((check) => check.id === id && check.status === 'pass' && check.value !== null);
  const reached = judged('concurrency');
  const throttled = judged('throttles');
  const spilled = judged('spillover');
  const cold = judged('cold-starts');
  const parts = [
    throttled && `${percent(throttled.value ?? 0)} throttled`,
    spilled && `${percent(spilled.value ?? 0)} spilled over`,
    cold && `${percent(cold.value ?? 0)} begun cold`,
  ].filter((part) => part !== undefined);
  const of = reached && `on ${percent(reached.value ?? 0)} of the concurrency allowed`;
  if (of === undefined) return parts.length === 0 ? null : `with ${listed(parts)}`;
  return parts.length === 0 ? of : `${of}, with ${listed(parts)}`;
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
