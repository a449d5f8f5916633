/** Judges a percentile of latency against its bound, with the confidence asked for. */
import type { Analysis } from '../../analysis/analyse.ts';
import { percentileInterval } from '../../analysis/block-bootstrap.ts';
import { type Certification, certify } from '../../analysis/certify.ts';
import { type LoadSecond, sketchOver } from '../../analysis/load-seconds.ts';
import { count, counted, milliseconds, percent } from '../amounts.ts';
import { quantity } from '../quantity.ts';
import { defineCheck, resultsWith } from './definition.ts';
import { lossInWords } from './errors.ts';
import { polledToTheEnd } from './polled-to-the-end.ts';

const { reasons, passed, failed, inconclusive, notAsked } = resultsWith({
  'target-lost': { status: 'inconclusive' },
  // Where nobody knows how many instances held the rate, see `rateNotKnownFor`.
  'rate-not-held': { status: 'inconclusive', restsOn: { load: true } },
  'no-samples': { status: 'inconclusive', restsOn: { load: true } },
  'too-few-samples': { status: 'inconclusive', restsOn: { load: true } },
  'within-measuring-error': { status: 'inconclusive' },
  // Latency counts from the intended send time, so it holds the lag of a generator that is late.
  'too-slow': { status: 'fail', restsOn: { load: true, aws: windowCutShort } },
  'service-too-slow': {
    status: 'fail',
    restsOn: { load: true, aws: windowCutShort },
    stands: 'for-want-of-connections',
  },
});

export const latency = defineCheck({
  id: 'latency',
  title: 'Latency stayed in bounds',
  question: 'Was the bound on latency met, and how sure is that?',
  group: 'callers',
  toldBy: 'callers',
  headline: { failed: 'Too slow for its callers' },
  reasons,
  judge,
});

/**
 * Certified from counts (see `certify.ts`), over the window in which the rate was held or over the
 * whole run. Latency counts from the intended send time and holds whatever ended in the window.
 */
function judge(analysis: Analysis) {
  const { expect, loss } = analysis;
  const asked = expect.latency;
  if (asked === undefined) return notAsked('latency');
  const { percentile, maxMs, confidence } = asked;
  const limit = {
    limit: `p${percentile} of at most ${milliseconds(maxMs)}, at a confidence of ${percent(confidence)}`,
    limitValue: quantity(maxMs, 'ms'),
  };
  const window = windowOf(analysis);
  if (window === null) {
    const seen = { observed: 'no window', ...limit, n: 0 };
    return loss === null
      ? inconclusive('rate-not-held', {
          ...seen,
          message: 'The rate was never held as asked, so there is no window to judge.',
        })
      : inconclusive('target-lost', {
          ...seen,
          message: `${lossInWords(loss)} The rate was not held before.`,
        });
  }
  const sketch = sketchOver(window, 'latencyMs');
  const seen = sketch.quantile(percentile / 100);
  if (seen === null) {
    return inconclusive('no-samples', {
      observed: 'no request ended',
      ...limit,
      message: 'No request ended in the window, so nothing is known about latency.',
      n: 0,
    });
  }
  const over = sketch.countAbove(maxMs);
  const finding = {
    observed: `p${percentile} of ${milliseconds(seen)} (within 1 %${intervalInWords(window, percentile)}) ${asked.over === 'run' ? 'over the run' : 'while the rate was held'}; ${overInWords(over)} of ${counted(sketch.count, 'request')} over the bound`,
    observedValue: quantity(seen, 'ms'),
    ...limit,
    confidence,
    n: sketch.count,
  };
  const result = certify(percentile, confidence, sketch.count, over);
  switch (result.state) {
    case 'met':
      return passed({ ...finding, message: 'The bound on latency is certified.' });
    case 'missed': {
      const service = serviceTime(window, asked);
      return failed(service.state === 'missed' ? 'service-too-slow' : 'too-slow', {
        ...finding,
        message: `p${percentile} latency was ${milliseconds(seen)}, ${milliseconds(maxMs)} are allowed. ${
          service.state === 'missed'
            ? 'The service time alone is over the bound: look at ModelLatency, and at the queue before the instances.'
            : 'The service time is not: requests waited to be sent, so look at the generator and its connections.'
        }`,
      });
    }
    case 'open':
      return inconclusive('too-few-samples', {
        ...finding,
        confidence: null,
        message: `${counted(result.stillNeeded, 'more request')} within the bound would certify it: hold the rate for longer.`,
      });
    case 'within-resolution':
      return inconclusive('within-measuring-error', {
        ...finding,
        confidence: null,
        message: `p${percentile} lies at the bound itself, closer than the 1 % to which latencies are recorded. Set the bound a few percent apart.`,
      });
  }
}

/** The window in which the rate was held ends with the polls, so how much of it was slow is open. */
function windowCutShort(analysis: Analysis): boolean {
  return analysis.expect.latency?.over !== 'run' && !polledToTheEnd(analysis);
}

/** Null when the window is that of the held rate, and the rate was not held. */
function windowOf({ expect, held, evidence }: Analysis): readonly LoadSecond[] | null {
  if (expect.latency?.over === 'run' || expect.reachedRate === undefined) return evidence.seconds;
  const window = held?.held ?? null;
  return window === null || window.seconds < expect.reachedRate.holdSeconds ? null : window.load;
}

function serviceTime(
  window: readonly LoadSecond[],
  asked: { percentile: number; maxMs: number; confidence: number },
): Certification {
  const sketch = sketchOver(window, 'serviceTimeMs');
  return certify(asked.percentile, asked.confidence, sketch.count, sketch.countAbove(asked.maxMs));
}

/** How far the percentile would wander, had the run been another of the same kind. */
function intervalInWords(window: readonly LoadSecond[], percentile: number): string {
  const interval = percentileInterval(
    window.map((second) => second.latencyMs),
    percentile,
  );
  return interval === null
    ? ''
    : `; 95 % interval ${milliseconds(interval.low)} to ${milliseconds(interval.high)}`;
}

function overInWords(over: { atLeast: number; atMost: number }): string {
  return over.atLeast === over.atMost
    ? count(over.atMost)
    : `${count(over.atLeast)} to ${count(over.atMost)}`;
}
