/** Was the bound on latency met, and how sure is that? */
import type { Analysis } from '../../analysis/analyse.ts';
import { percentileInterval } from '../../analysis/block-bootstrap.ts';
import { type Certification, certify } from '../../analysis/certify.ts';
import { type LoadSecond, sketchOver } from '../../analysis/load-seconds.ts';
import { count, counted, milliseconds, percent } from '../../format/numbers.js';
import { failed, inconclusive, passed, skipped } from '../check-details.ts';
import type { Check } from '../verdict.ts';
import { lossInWords } from './errors.ts';

/**
 * Certified from counts (see `certify.ts`), over the window in which the rate was held or over the
 * whole run. Latency counts from the intended send time and holds whatever ended in the window.
 */
export function latency(analysis: Analysis): Check {
  const id = 'latency';
  const { expect, loss } = analysis;
  const asked = expect.latency;
  if (asked === undefined) return skipped(id, 'latency');
  const { percentile, maxMs, confidence } = asked;
  const limit = `p${percentile} of at most ${milliseconds(maxMs)}, at a confidence of ${percent(confidence)}`;
  const window = windowOf(analysis);
  if (window === null) {
    const [reason, message] =
      loss === null
        ? ['rate-not-held', 'The rate was never held as asked, so there is no window to judge.']
        : ['target-lost', `${lossInWords(loss)} The rate was not held before.`];
    return inconclusive(id, reason, { observed: 'no window', limit, message, n: 0 });
  }
  const sketch = sketchOver(window, 'latencyMs');
  const seen = sketch.quantile(percentile / 100);
  if (seen === null) {
    return inconclusive(id, 'no-samples', {
      observed: 'no request ended',
      limit,
      message: 'No request ended in the window, so nothing is known about latency.',
      n: 0,
    });
  }
  const over = sketch.countAbove(maxMs);
  const finding = {
    observed: `p${percentile} of ${milliseconds(seen)} (within 1 %${intervalInWords(window, percentile)}) ${asked.over === 'run' ? 'over the run' : 'while the rate was held'}; ${overInWords(over)} of ${counted(sketch.count, 'request')} over the bound`,
    limit,
    value: seen,
    confidence,
    n: sketch.count,
  };
  const result = certify(percentile, confidence, sketch.count, over);
  switch (result.state) {
    case 'met':
      return passed(id, { ...finding, message: 'The bound on latency is certified.' });
    case 'missed': {
      const service = serviceTime(window, asked);
      return failed(id, service.state === 'missed' ? 'service-too-slow' : 'too-slow', {
        ...finding,
        message: `p${percentile} latency was ${milliseconds(seen)}, ${milliseconds(maxMs)} are allowed. ${
          service.state === 'missed'
            ? 'The service time alone is over the bound: look at ModelLatency, and at the queue before the instances.'
            : 'The service time is not: requests waited to be sent, so look at the generator and its connections.'
        }`,
      });
    }
    case 'open':
      return inconclusive(id, 'too-few-samples', {
        ...finding,
        confidence: null,
        message: `${counted(result.stillNeeded, 'more request')} within the bound would certify it: hold the rate for longer.`,
      });
    case 'within-resolution':
      return inconclusive(id, 'within-measuring-error', {
        ...finding,
        confidence: null,
        message: `p${percentile} lies at the bound itself, closer than the 1 % to which latencies are recorded. Set the bound a few percent apart.`,
      });
  }
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
