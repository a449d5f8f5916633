/** What the result does not show, a sentence each. Pure. */
import { minimumQueries } from '../analysis/certify.ts';
import { counted, percent, perSecond, rate, seconds } from '../format/numbers.js';
import type { CapacityBegun } from '../record/capacity-events.ts';
import type { JudgedStep } from './judge-step.ts';
import type { Capacity } from './result.ts';

interface Known {
  readonly begun: CapacityBegun;
  readonly steps: readonly JudgedStep[];
  readonly problems: readonly string[];
}

type Found = Omit<Capacity, 'headline' | 'caveats'>;

export function caveatsOf(found: Found, { begun, steps, problems }: Known): string[] {
  const { state, maxRps, interval, timeCompression } = found;
  const best = steps.findLast(
    ({ targetRps, outcome, purpose }) =>
      targetRps === maxRps && outcome === 'met' && purpose !== 'falling',
  );
  const caveats: string[] = [];
  if (best !== undefined) caveats.push(shortStep(best, begun));
  if (state === 'found' && interval?.high != null) {
    const width = (interval.high - interval.low) / interval.high;
    if (width > begun.precision * 1.001) {
      caveats.push(
        `The interval is ${percent(width)} wide, more than the ${percent(begun.precision)} asked for; longer steps (--step) tell closer rates apart.`,
      );
    }
  }
  const opens = steps.filter(
    ({ outcome, purpose }) => outcome === 'open' && purpose === 'refining',
  );
  const isMissed = steps.some(
    ({ targetRps, outcome }) => targetRps === interval?.high && outcome === 'missed',
  );
  if (!isMissed && opens.some(({ targetRps }) => targetRps === interval?.high)) {
    caveats.push(
      `${rate(interval!.high!)} was not missed for certain, but could not be shown to be met either.`,
    );
  }
  const odd = steps.find(
    ({ littlesLawDeviation, outcome, purpose }) =>
      // On the way down, a step begins with the queue of the one before.
      outcome === 'met' && purpose !== 'falling' && (littlesLawDeviation ?? 0) > LAWLESS,
  );
  if (odd !== undefined) {
    caveats.push(
      `At ${perSecond(odd.targetRps)}, requests in flight and rate x service time differ by ${percent(odd.littlesLawDeviation!)} (Little’s law): distrust that step.`,
    );
  }
  if (timeCompression !== null && timeCompression !== 1) {
    caveats.push(
      `This is a stand-in whose AWS durations are divided by ${timeCompression}; its figures are those of its settings.`,
    );
  }
  return [...caveats, ...problems];
}

/** A larger difference means that the measurement is wrong. */
const LAWLESS = 0.1;

function shortStep(best: JudgedStep, { bound }: CapacityBegun): string {
  const fewest = minimumQueries(bound.percentile, bound.confidence, 0);
  const overload = best.growth.shownFrom / best.targetRps;
  const hidden = Number.isFinite(overload)
    ? `, nor an overload of less than ${percent(overload)}`
    : '';
  const length = seconds(best.countedSeconds);
  return best.countedSeconds >= fewest
    ? `${rate(best.targetRps)} was held for ${length}: that does not exclude stalls that come less often${hidden}.`
    : `${rate(best.targetRps)} was held for ${length}, which does not exclude slow waves, rare stalls${hidden}. To certify a p${bound.percentile} against rare stalls takes ${counted(fewest, 'second')} (--step).`;
}
