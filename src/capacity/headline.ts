/** Answers "what does it carry?" in one sentence. Pure. */
import { counted, milliseconds, percent, rate } from '../format/numbers.js';
import type { Ending } from './ending.ts';
import type { Capacity } from './result.ts';

type Found = Omit<Capacity, 'headline' | 'caveats'>;

export function headlineOf(found: Found, ending: Ending): string {
  const { state, maxRps, interval, steps } = found;
  const who = subjectOf(found);
  const bound = boundInWords(found.bound);
  const lowest = Math.min(...steps.map(({ targetRps }) => targetRps));
  if (state === 'none') {
    return `${who} did not carry ${rate(lowest)} within ${bound}, the lowest rate tried.`;
  }
  if (maxRps === null)
    return `No rate was shown to be carried within ${bound}: ${why(found, ending)}.`;
  if (state === 'found') {
    return `${who} carries ${rate(maxRps)} within ${bound}, and not ${rate(interval?.high ?? maxRps)}.`;
  }
  const atLeast = `${who} carries at least ${rate(maxRps)} within ${bound}`;
  return ending === 'at-limit'
    ? `${atLeast}, the highest rate tried; raise --up-to to find the limit.`
    : `${atLeast}; how much more is open: ${why(found, ending)}.`;
}

function why({ limitedBy, steps }: Found, ending: Ending): string {
  switch (ending) {
    case 'count-changed':
      return 'the instance count changed';
    case 'generator':
      return lowerFirst(limitedBy?.message ?? 'the load was not sent as planned').replace(
        /\.$/,
        '',
      );
    case 'contradicted':
      return 'a higher rate kept the bound than one that missed it, so something else disturbed the endpoint or this machine; repeat the test when it is quiet';
    case 'cut-short':
      return steps.length === 0 ? 'no step was finished' : 'the test ended before it was done';
    default:
      return 'the steps were too short to tell; make them longer with --step';
  }
}

/** `p99 of at most 400 ms and at most 1 % errors`. */
export function boundInWords({ percentile, maxMs, maxErrorShare }: Capacity['bound']): string {
  return `a p${percentile} of ${milliseconds(maxMs)} and ${percent(maxErrorShare)} errors`;
}

export function subjectOf({ unit, endpointName, instanceType, scenario }: Found): string {
  const name = endpointName ?? scenario;
  if (unit.count === null) return name;
  const noun = unit.kind === 'instances' ? 'instance' : 'concurrent request';
  const type = unit.kind === 'instances' && instanceType !== null ? ` (${instanceType})` : '';
  return unit.kind === 'instances'
    ? `${name} on ${counted(unit.count, noun)}${type}`
    : `${name} with a concurrency of ${unit.count}`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
