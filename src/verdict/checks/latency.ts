/** Was the bound on latency met, and how sure is that? */
import type { Analysis } from '../../analysis/analyse.ts';
import { type Certification, certify, keptInRun } from '../../analysis/certify.ts';
import { type LoadSecond, sketchOver } from '../../analysis/load-seconds.ts';
import { percentileInterval } from '../../analysis/percentile-interval.ts';
import { type LatencyWindow, latencyWindow } from '../../analysis/waves.ts';
import { count, counted, milliseconds, percent, seconds } from '../amounts.ts';
import { failed, inconclusive, passed, skipped } from '../check-details.ts';
import type { Check } from '../verdict.ts';
import { lossInWords } from './errors.ts';

/** Of what is inferred where the scenario asks for the fact of this run alone. */
const CONFIDENCE = 0.99;

/**
 * Whether the bound was kept in this run; with a `confidence`, also whether the run says so of the
 * system (see `certify.ts`). Over the window in which the rate was held or over the whole run. Latency
 * counts from the intended send time and holds whatever ended in the window.
 */
export function latency(analysis: Analysis): Check {
  const id = 'latency';
  const { expect, loss } = analysis;
  const asked = expect.latency;
  if (asked === undefined) return skipped(id, 'latency');
  const { percentile, maxMs, confidence = CONFIDENCE } = asked;
  const certificateAsked = asked.confidence !== undefined;
  const limit = `p${percentile} of at most ${milliseconds(maxMs)}${certificateAsked ? `, certified at a confidence of ${percent(confidence)}` : ' in this run'}`;
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
  const judged = latencyWindow(
    window.map((second) => second.latencyMs),
    sketch,
  );
  const certification = certify(judged, asked, confidence);
  const inferred = certification.state === 'met' || certification.state === 'missed';
  const finding = {
    observed: `p${percentile} of ${milliseconds(seen)} (within 1 %${intervalInWords(judged, percentile)}) ${asked.over === 'run' ? 'over the run' : 'while the rate was held'}; ${overInWords(sketch.countAbove(maxMs))} of ${counted(sketch.count, 'request')} over the bound${wavesInWords(judged)}`,
    limit,
    value: seen,
    confidence: inferred ? confidence : null,
    n: sketch.count,
    ...(judged.waves === null ? {} : { looks: judged.waves }),
  };
  const tooNear = {
    ...finding,
    message: `p${percentile} lies at the bound itself, closer than the 1 % to which latencies are recorded. Set the bound a few percent apart.`,
  };
  switch (keptInRun(sketch, asked)) {
    case 'too-few':
      return inconclusive(id, 'too-few-samples', {
        ...finding,
        message: `A p${percentile} takes at least ${counted(Math.ceil(100 / (100 - percentile)), 'request')}: hold the rate for longer.`,
      });
    case 'within-resolution':
      return inconclusive(id, 'within-measuring-error', tooNear);
    case 'not-kept': {
      const serviceTooSlow = keptInRun(sketchOver(window, 'serviceTimeMs'), asked) === 'not-kept';
      return failed(id, serviceTooSlow ? 'service-too-slow' : 'too-slow', {
        ...finding,
        message: `p${percentile} latency was ${milliseconds(seen)}, ${milliseconds(maxMs)} are allowed. ${
          serviceTooSlow
            ? 'The service time alone is over the bound: look at ModelLatency, and at the queue before the instances.'
            : 'The service time is not: requests waited to be sent, so look at the generator and its connections.'
        }`,
      });
    }
    case 'kept': {
      const message = `The bound was kept in this run. ${systemInWords(certification, confidence)}`;
      if (!certificateAsked || certification.state === 'met') {
        return passed(id, { ...finding, message });
      }
      return certification.state === 'within-resolution'
        ? inconclusive(id, 'within-measuring-error', tooNear)
        : inconclusive(id, 'not-certified', { ...finding, message });
    }
  }
}

/** Null when the window is that of the held rate, and the rate was not held. */
function windowOf({ expect, held, evidence }: Analysis): readonly LoadSecond[] | null {
  if (expect.latency?.over === 'run' || expect.reachedRate === undefined) return evidence.seconds;
  const window = held?.held ?? null;
  return window === null || window.seconds < expect.reachedRate.holdSeconds ? null : window.load;
}

/** What the run says of the system. */
function systemInWords(certification: Certification, confidence: number): string {
  const sure = `with a confidence of ${percent(confidence)}`;
  switch (certification.state) {
    case 'met':
      return `It holds for the system too, ${sure}.`;
    case 'open':
      return certification.moreSeconds === null
        ? `It says nothing of the system: nearly as many requests were over the bound as may be.`
        : `To say so of the system ${sure}, hold the rate for about ${seconds(certification.moreSeconds)} more.`;
    case 'missed':
    case 'within-resolution':
      return 'It says nothing of the system: the percentile is too near to the bound.';
  }
}

/** Where the percentile of the system lies. Nothing where the run cannot tell. */
function intervalInWords(window: LatencyWindow, percentile: number): string {
  const interval = percentileInterval(window, percentile);
  return interval === null
    ? ''
    : `; 95 % interval ${milliseconds(interval.low)} to ${milliseconds(interval.high)}`;
}

/** How alike the seconds were, and so how much they are worth. */
function wavesInWords({ waves }: LatencyWindow): string {
  if (waves === null) return '';
  const worth = `${seconds(waves.seconds)} are worth about ${counted(Math.max(1, Math.round(waves.looks)), 'independent look')}`;
  return waves.waveSeconds < 1.5
    ? `; ${worth}`
    : `; latency moves in waves of about ${seconds(Math.round(waves.waveSeconds))}, so ${worth}`;
}

function overInWords(over: { atLeast: number; atMost: number }): string {
  return over.atLeast === over.atMost
    ? count(over.atMost)
    : `${count(over.atLeast)} to ${count(over.atMost)}`;
}
