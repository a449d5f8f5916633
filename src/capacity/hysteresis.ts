/** Whether the endpoint carried after an overload what it carried before. Pure. */
import { percent, perSecond, seconds } from '../format/numbers.js';
import type { JudgedStep } from './judge-step.ts';
import type { Capacity } from './result.ts';

/** @returns null where it was not tried */
export function hysteresisOf(
  steps: readonly JudgedStep[],
  maxRps: number | null,
): Capacity['hysteresis'] {
  const overload = steps.find(({ purpose }) => purpose === 'overload');
  const all = steps.filter(({ purpose }) => purpose === 'falling');
  const falling = all.filter(({ outcome }) => outcome !== 'void');
  const [first] = falling;
  if (overload === undefined || first === undefined || maxRps === null) return null;
  const met = falling.find(isCarriedAgain) ?? null;
  // What was not sent might have been carried.
  if (met === null && falling.length < all.length) return null;
  const recovered = met === first;
  const after = `After ${seconds(lengthOf(overload))} at ${perSecond(overload.targetRps)}`;
  return {
    recovered,
    maxRpsFalling: met?.targetRps ?? null,
    message: recovered
      ? `${after}, it carried ${perSecond(first.targetRps)} again within ${seconds(lengthOf(first))}.`
      : met === null
        ? `${after}, it did not recover, not even at ${perSecond(falling.at(-1)!.targetRps)}.`
        : `${after}, ${perSecond(first.targetRps)} was not met again within ${seconds(lengthOf(first))}${draining(first)}; ${perSecond(met.targetRps)} was (${percent(met.targetRps / maxRps)} of it).`,
  };
}

/** The rate was shown to be carried on the way up; here it is enough that it is within the bound. */
export function isCarriedAgain({ outcome, reason }: JudgedStep): boolean {
  return outcome === 'met' || reason === 'too-few';
}

/** So close to what it carries, a queue drains slowly, which is no change of the endpoint. */
function draining({ growth }: JudgedStep): string {
  return growth.perSecond < 0 ? `, as the queue drained by ${perSecond(-growth.perSecond)}` : '';
}

function lengthOf({ fromMs, toMs }: JudgedStep): number {
  return Math.round((toMs - fromMs) / 1_000);
}
