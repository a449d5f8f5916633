/** Judges a latency percentile against its bound: for this run and, where asked, for the system. */
import type { Analysis } from '../../analysis/analyse.ts';
import { type Certification, certify, metInRun } from '../../analysis/certify.ts';
import { fleetWords } from '../../analysis/copies.ts';
import { triedSpan } from '../../analysis/held-rate.ts';
import { type LoadSecond, sketchOver } from '../../analysis/load-seconds.ts';
import { percentileInterval } from '../../analysis/percentile-interval.ts';
import { type Span, spanOfSeconds } from '../../analysis/span.ts';
import {
  type HelpedWindow,
  helpedWindow,
  trafficGraceSeconds,
} from '../../analysis/traffic-grace.ts';
import { type LatencyWindow, latencyWindow } from '../../analysis/waves.ts';
import { worstSeconds } from '../../analysis/worst-stretch.ts';
import { count, counted, cutShort, milliseconds, percent, seconds } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import { defineCheck, resultsWith } from './definition.ts';
import { lossInWords } from './errors.ts';
import { polledToTheEnd } from './polled-to-the-end.ts';

const { reasons, passed, failed, inconclusive, notAsked } = resultsWith({
  'target-lost': { status: 'inconclusive', retryable: false },
  // When the instance count behind the rate is unknown, see `rateNotKnownFor`.
  'rate-not-held': { status: 'inconclusive', retryable: true, restsOn: { load: true } },
  'within-traffic-grace': { status: 'inconclusive', retryable: false, restsOn: { load: true } },
  'no-samples': { status: 'inconclusive', retryable: true, restsOn: { load: true } },
  'too-few-samples': { status: 'inconclusive', retryable: false, restsOn: { load: true } },
  'not-certified': { status: 'inconclusive', retryable: false, restsOn: { load: true } },
  'within-measuring-error': { status: 'inconclusive', retryable: true },
  // Latency counts from the intended send time, so it includes the generator's lag.
  'too-slow': { status: 'fail', restsOn: { load: true, aws: windowCutShort } },
  'service-too-slow': {
    status: 'fail',
    restsOn: { load: true, aws: windowCutShort },
    stands: 'at-connection-limit',
  },
});

export const latency = defineCheck({
  id: 'latency',
  expectation: 'latency',
  title: 'Latency stayed in bounds',
  question: 'Was the latency bound met, and how sure is that?',
  group: 'callers',
  dataFrom: 'callers',
  dependsOn: [],
  lastEvidence: 'load',
  headline: { failed: 'Latency too high', passed: boundInWords },
  reasons,
  judge,
});

/**
 * Judges whether this run met the bound and, with `certified`, whether the run proves it for the system
 * (see `certify.ts`). The window is the one in which the rate was held, or the whole run. Latency counts
 * from the intended send time and includes every request that completed in the window.
 */
function judge(analysis: Analysis) {
  const { expect, loss, held, loadSpan } = analysis;
  const asked = expect.latency;
  if (asked === undefined) return notAsked('latency');
  const { percentile, maxMs, certified = false, confidence } = asked;
  const limit = {
    limit: `p${percentile} of at most ${milliseconds(maxMs)}${certified ? `, certified at ${percent(confidence)} confidence` : ' in this run'}`,
    limitValue: quantity(maxMs, 'ms'),
  };
  const window = windowOf(analysis);
  if (window === null) {
    const seen = { observed: 'no window', ...limit, n: 0 };
    return loss === null
      ? inconclusive('rate-not-held', {
          ...seen,
          message: 'The rate was not held for long enough, so there is no window to judge.',
          when: triedSpan(held) ?? loadSpan,
        })
      : inconclusive('target-lost', {
          ...seen,
          message: `${lossInWords(loss)} The rate had not been held by then.`,
          when: loss.span,
        });
  }
  const { load, leftOutSeconds } = window;
  const { many } = fleetWords(analysis.evidence);
  if (load.length === 0) {
    return inconclusive('within-traffic-grace', {
      observed: `held for ${seconds(leftOutSeconds)} after new ${many} came into service`,
      ...limit,
      message: `The new ${many} may not have received requests yet: SageMaker counts them as in service up to ${seconds(trafficGraceSeconds(analysis.timeCompression))} earlier. Hold the rate for longer.`,
      when: triedSpan(held),
      n: 0,
    });
  }
  const judgedSpan = spanOfSeconds(load);
  const sketch = sketchOver(load, 'latencyMs');
  const seen = sketch.quantile(percentile / 100);
  if (seen === null) {
    return inconclusive('no-samples', {
      observed: 'no request completed',
      ...limit,
      message: 'No request completed in the window, so its latency is unknown.',
      when: judgedSpan,
      n: 0,
    });
  }
  const judged = latencyWindow(
    load.map((second) => second.latencyMs),
    sketch,
  );
  const certification = certify(judged, asked, confidence);
  const inferred = certification.state === 'met' || certification.state === 'missed';
  const felt = cutShort(seen, analysis.timedOutAfterMs);
  const details = {
    observed: `p${percentile} of ${felt} (within 1 %${intervalInWords(judged, percentile)}) ${asked.over === 'run' ? 'over the run' : 'while the rate was held'}${leftOutInWords(leftOutSeconds, many)}; ${overInWords(sketch.countAbove(maxMs))} of ${counted(sketch.count, 'request')} over the bound${wavesInWords(judged)}`,
    observedValue: quantity(seen, 'ms'),
    ...limit,
    when: judgedSpan,
    confidence: inferred ? confidence : null,
    n: sketch.count,
    looks: judged.waves,
  };
  const tooClose = {
    ...details,
    message: `p${percentile} is closer to the bound than the 1 % to which latencies are recorded. Move the bound by a few percent.`,
  };
  switch (metInRun(sketch, asked)) {
    case 'too-few':
      return inconclusive('too-few-samples', {
        ...details,
        message: `A p${percentile} needs at least ${counted(Math.ceil(100 / (100 - percentile)), 'request')}. Hold the rate for longer.`,
      });
    case 'within-resolution':
      return inconclusive('within-measuring-error', tooClose);
    case 'missed': {
      const serviceTooSlow = metInRun(sketchOver(load, 'serviceTimeMs'), asked) === 'missed';
      return failed(serviceTooSlow ? 'service-too-slow' : 'too-slow', {
        ...details,
        when: slowestStretch(load, asked) ?? judgedSpan,
        message: `p${percentile} latency was ${felt}; the limit is ${milliseconds(maxMs)}. ${
          serviceTooSlow
            ? `Service time alone exceeds it: check ${analysis.serving.kind === 'unwatched' ? 'what the target does, and its queue' : `ModelLatency and the queue in front of the ${many}`}.`
            : 'Service time is within it, so requests waited to be sent: check the generator and its connections.'
        }`,
      });
    }
    case 'met':
      if (!certified || certification.state === 'met') {
        const message = `The bound was met in this run. ${systemInWords(certification, confidence)}`;
        return passed({ ...details, message });
      }
      return certification.state === 'within-resolution'
        ? inconclusive('within-measuring-error', tooClose)
        : inconclusive('not-certified', {
            ...details,
            message: `${systemInWords(certification, confidence)} The bound was met in this run.`,
          });
  }
}

function slowestStretch(
  load: readonly LoadSecond[],
  { percentile, maxMs }: { readonly percentile: number; readonly maxMs: number },
): Span | null {
  const mayBeOver = 1 - percentile / 100;
  return worstSeconds(
    load,
    ({ latencyMs }) => latencyMs.countAbove(maxMs).atMost - mayBeOver * latencyMs.count,
  );
}

/** `within p99 400 ms`, and over the run where that is not the window of the rate. */
function boundInWords(_: unknown, { expect: { latency, reachedRate } }: Analysis): string {
  const { percentile = 99, maxMs = null, over } = latency ?? {};
  const whole = reachedRate !== undefined && over === 'run' ? ' over the run' : '';
  return `within p${percentile} ${milliseconds(maxMs)}${whole}`;
}

/** The held-rate window ends with the last poll, so how much of it was slow is unknown. */
function windowCutShort(analysis: Analysis): boolean {
  return analysis.expect.latency?.over !== 'run' && !polledToTheEnd(analysis);
}

/** Null when the window is the held rate's and the rate was not held. */
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

function leftOutInWords(leftOutSeconds: number, many: string): string {
  return leftOutSeconds === 0
    ? ''
    : ` (except its first ${seconds(leftOutSeconds)}, before new ${many} took traffic)`;
}

/** What the run proves about the system. */
function systemInWords(certification: Certification, confidence: number): string {
  const sure = `at ${percent(confidence)} confidence`;
  switch (certification.state) {
    case 'met':
      return `It is certified for the system ${sure}.`;
    case 'open':
      return certification.moreSeconds === null
        ? 'A longer run like this one would not certify it for the system: nearly as many requests exceeded the bound as it allows.'
        : `Certifying it for the system ${sure} needs about ${seconds(certification.moreSeconds)} more at this rate.`;
    case 'missed':
    case 'within-resolution':
      return 'It is not certified for the system: the percentile is too close to the bound.';
  }
}

/** Interval of the system's percentile; empty when the run has too little evidence. */
function intervalInWords(window: LatencyWindow, percentile: number): string {
  const interval = percentileInterval(window, percentile);
  return interval === null
    ? ''
    : `; 95 % interval ${milliseconds(interval.low)} to ${milliseconds(interval.high)}`;
}

/** How alike the seconds were, and how many independent looks they are worth. */
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
