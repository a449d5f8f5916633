/** Judges a percentile of latency against its bound: in this run, and of the system where that is asked. */
import type { Analysis } from '../../analysis/analyse.ts';
import { type Certification, certify, keptInRun } from '../../analysis/certify.ts';
import { sketchOver } from '../../analysis/load-seconds.ts';
import { percentileInterval } from '../../analysis/percentile-interval.ts';
import {
  type HelpedWindow,
  helpedWindow,
  trafficGraceSeconds,
} from '../../analysis/traffic-grace.ts';
import { type LatencyWindow, latencyWindow } from '../../analysis/waves.ts';
import { count, counted, milliseconds, percent, seconds } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import { defineCheck, resultsWith } from './definition.ts';
import { lossInWords } from './errors.ts';
import { polledToTheEnd } from './polled-to-the-end.ts';

const { reasons, passed, failed, inconclusive, notAsked } = resultsWith({
  'target-lost': { status: 'inconclusive' },
  // Where nobody knows how many instances held the rate, see `rateNotKnownFor`.
  'rate-not-held': { status: 'inconclusive', restsOn: { load: true } },
  'within-traffic-grace': { status: 'inconclusive', restsOn: { load: true } },
  'no-samples': { status: 'inconclusive', restsOn: { load: true } },
  'too-few-samples': { status: 'inconclusive', restsOn: { load: true } },
  'not-certified': { status: 'inconclusive', restsOn: { load: true } },
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
  expectation: 'latency',
  title: 'Latency stayed in bounds',
  question: 'Was the bound on latency met, and how sure is that?',
  group: 'callers',
  toldBy: 'callers',
  headline: { failed: 'Too slow for its callers' },
  reasons,
  judge,
});

/**
 * Whether the bound was kept in this run; where it is to be `certified`, also whether the run says so of
 * the system (see `certify.ts`). Over the window in which the rate was held or over the whole run. Latency
 * counts from the intended send time and holds whatever ended in the window.
 */
function judge(analysis: Analysis) {
  const { expect, loss } = analysis;
  const asked = expect.latency;
  if (asked === undefined) return notAsked('latency');
  const { percentile, maxMs, certified = false, confidence } = asked;
  const limit = {
    limit: `p${percentile} of at most ${milliseconds(maxMs)}${certified ? `, certified at a confidence of ${percent(confidence)}` : ' in this run'}`,
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
  const { load, leftOutSeconds } = window;
  if (load.length === 0) {
    return inconclusive('within-traffic-grace', {
      observed: `held for ${seconds(leftOutSeconds)} after new instances came`,
      ...limit,
      message: `The new instances may not have been sent requests yet: SageMaker counts them as in service up to ${seconds(trafficGraceSeconds(analysis.timeCompression))} before. Hold the rate for longer.`,
      n: 0,
    });
  }
  const sketch = sketchOver(load, 'latencyMs');
  const seen = sketch.quantile(percentile / 100);
  if (seen === null) {
    return inconclusive('no-samples', {
      observed: 'no request ended',
      ...limit,
      message: 'No request ended in the window, so nothing is known about latency.',
      n: 0,
    });
  }
  const judged = latencyWindow(
    load.map((second) => second.latencyMs),
    sketch,
  );
  const certification = certify(judged, asked, confidence);
  const inferred = certification.state === 'met' || certification.state === 'missed';
  const finding = {
    observed: `p${percentile} of ${milliseconds(seen)} (within 1 %${intervalInWords(judged, percentile)}) ${asked.over === 'run' ? 'over the run' : 'while the rate was held'}${leftOutInWords(leftOutSeconds)}; ${overInWords(sketch.countAbove(maxMs))} of ${counted(sketch.count, 'request')} over the bound${wavesInWords(judged)}`,
    observedValue: quantity(seen, 'ms'),
    ...limit,
    confidence: inferred ? confidence : null,
    n: sketch.count,
    looks: judged.waves,
  };
  const tooNear = {
    ...finding,
    message: `p${percentile} lies at the bound itself, closer than the 1 % to which latencies are recorded. Set the bound a few percent apart.`,
  };
  switch (keptInRun(sketch, asked)) {
    case 'too-few':
      return inconclusive('too-few-samples', {
        ...finding,
        message: `A p${percentile} takes at least ${counted(Math.ceil(100 / (100 - percentile)), 'request')}: hold the rate for longer.`,
      });
    case 'within-resolution':
      return inconclusive('within-measuring-error', tooNear);
    case 'not-kept': {
      const serviceTooSlow = keptInRun(sketchOver(load, 'serviceTimeMs'), asked) === 'not-kept';
      return failed(serviceTooSlow ? 'service-too-slow' : 'too-slow', {
        ...finding,
        message: `p${percentile} latency was ${milliseconds(seen)}, ${milliseconds(maxMs)} are allowed. ${
          serviceTooSlow
            ? 'The service time alone is over the bound: look at ModelLatency, and at the queue before the instances.'
            : 'The service time is not: requests waited to be sent, so look at the generator and its connections.'
        }`,
      });
    }
    case 'kept':
      if (!certified || certification.state === 'met') {
        const message = `The bound was kept in this run. ${systemInWords(certification, confidence)}`;
        return passed({ ...finding, message });
      }
      return certification.state === 'within-resolution'
        ? inconclusive('within-measuring-error', tooNear)
        : inconclusive('not-certified', {
            ...finding,
            message: `${systemInWords(certification, confidence)} The bound was kept in this run.`,
          });
  }
}

/** The window in which the rate was held ends with the polls, so how much of it was slow is open. */
function windowCutShort(analysis: Analysis): boolean {
  return analysis.expect.latency?.over !== 'run' && !polledToTheEnd(analysis);
}

/** Null when the window is that of the held rate, and the rate was not held. */
function windowOf({
  expect,
  held,
  evidence,
  events,
  timeCompression,
}: Analysis): HelpedWindow | null {
  if (expect.latency?.over === 'run' || expect.reachedRate === undefined) {
    return { load: evidence.seconds, leftOutSeconds: 0 };
  }
  const window = held?.held ?? null;
  if (window === null || window.seconds < expect.reachedRate.holdSeconds) return null;
  return helpedWindow(window, events, trafficGraceSeconds(timeCompression));
}

function leftOutInWords(leftOutSeconds: number): string {
  return leftOutSeconds === 0
    ? ''
    : ` (but for its first ${seconds(leftOutSeconds)}, until new instances took traffic)`;
}

/** What the run says of the system. */
function systemInWords(certification: Certification, confidence: number): string {
  const sure = `with a confidence of ${percent(confidence)}`;
  switch (certification.state) {
    case 'met':
      return `It is certified of the system, ${sure}.`;
    case 'open':
      return certification.moreSeconds === null
        ? 'No longer run like this one would certify it of the system: nearly as many requests exceeded the bound as are allowed.'
        : `To certify it of the system ${sure} takes about ${seconds(certification.moreSeconds)} more at this rate.`;
    case 'missed':
    case 'within-resolution':
      return 'It is not certified of the system: the percentile is too near to the bound.';
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
