/** Service time, concurrency and queue of one instance, so that the stand-in carries what the instance carried. */
import { counted, milliseconds, percent, rate } from '../../format/numbers.js';
import { type AtEase, atEase } from './at-ease.ts';
import type { Evidence } from './evidence.ts';
import { type Overhead, overheadOf } from './overhead.ts';
import { queueOf } from './queue.ts';
import { answersEach, type Saturation, saturation } from './saturation.ts';
import { around, known, notKnown, rounded, type Setting } from './setting.ts';

/** A request crosses a stand-in on this machine in about as long. */
const OWN_OVERHEAD_MS = 2;
/** The sketches' relative accuracy. */
const SKETCH = 0.01;
/** Two-sided 95 %, of a normal distribution; a median's standard error is 1.25 times the mean's. */
const Z = 1.96;
const MEDIAN = 1.2533;
/** One standard deviation either side of a normal distribution's middle. */
const SIGMA_QUANTILES = [0.1587, 0.8413] as const;
/** Beyond this, one figure for both is a poor likeness of either. */
const POOR_LIKENESS = 0.1;

/** A capacity that another measurement found: a capacity test's. */
export interface FoundCapacity {
  readonly eachRps: number;
  /** Null where it was found exactly enough. */
  readonly low: number;
  readonly high: number;
  readonly from: string;
}

/** @param found what a capacity test saw an instance answer at its limit; null without one */
export function instanceSettings(evidence: Evidence, found: FoundCapacity | null): Setting[] {
  const alone = atEase(evidence);
  if (alone === null) {
    const why = 'too few requests were answered without failures while the count was known';
    return [
      'instance.serviceTimeMs',
      'instance.serviceTimeSigma',
      'overheadMs',
      'instance.concurrency',
      'instance.queue',
    ].map((key) => notKnown(key, why));
  }
  const overhead = overheadOf(evidence);
  const full = saturation(evidence, alone);
  const first = serviceTime(alone, overhead);
  const limit = found ?? limitOf(full, first.sigma);
  // Of several slots, more requests at once still need not wait: more to measure.
  const slotsAtLeast = limit === null ? 1 : (limit.eachRps * first.meanMs) / 1_000;
  const ease = atEase(evidence, Math.max(1, slotsAtLeast)) ?? alone;
  const time = serviceTime(ease, overhead);
  const { concurrency, serviceMs } = slots(limit, time, ease, evidence);
  return [
    serviceMs,
    known(
      'instance.serviceTimeSigma',
      rounded(time.sigma),
      `the middle two thirds of ${counted(time.n, 'request')} at ease`,
      around(time.sigma, SKETCH + (Z * time.sigma) / Math.sqrt(time.n)),
    ),
    overheadSetting(overhead),
    concurrency,
    queueOf(evidence, full, concurrency.value as number | null, overhead?.ms ?? 0),
  ];
}

interface ServiceTime {
  readonly medianMs: number;
  readonly meanMs: number;
  readonly sigma: number;
  readonly n: number;
}

/** Without the overhead, which is no work of the instance; a log-normal's sigma from its quantiles. */
function serviceTime({ sketch, meanMs }: AtEase, overhead: Overhead | null): ServiceTime {
  const at = (share: number) => sketch.smoothQuantile(share) ?? meanMs;
  const [low, high] = SIGMA_QUANTILES;
  const shiftMs = Math.min(overhead?.ms ?? 0, 0.95 * at(low));
  const sigma = Math.max(0, Math.log((at(high) - shiftMs) / (at(low) - shiftMs)) / 2);
  return {
    medianMs: at(0.5) - shiftMs,
    meanMs: Math.max(at(0.5) - shiftMs, meanMs - shiftMs),
    // Two neighbouring buckets of the sketch are no spread.
    sigma: sigma <= SKETCH ? 0 : sigma,
    n: sketch.count,
  };
}

function limitOf(full: Saturation | null, sigma: number): FoundCapacity | null {
  if (full === null) return null;
  const { each, answers } = full;
  const variation = Math.sqrt(Math.exp(sigma ** 2) - 1);
  const error = (Z * variation) / Math.sqrt(answers) + 1 / (full.seconds.length + 1) / 10;
  return {
    eachRps: each,
    low: each * (1 - error),
    high: each * (1 + error),
    from: `${rate(each)} answered by each instance in ${counted(full.seconds.length, 'second')} in which every request waited`,
  };
}

/**
 * Slots are whole, capacity and time of a request are not: slots = capacity x mean time, rounded, and the time
 * that the stand-in plays is then slots / capacity, because what it carries matters more than a few percent of
 * what it takes at ease.
 */
function slots(
  limit: FoundCapacity | null,
  time: ServiceTime,
  ease: AtEase,
  { settled }: Evidence,
): { concurrency: Setting; serviceMs: Setting } {
  const error = SKETCH + (Z * MEDIAN * time.sigma) / Math.sqrt(time.n);
  const atEaseText = `median of ${counted(time.n, 'request')} with ${rounded(ease.inFlightEach)} in flight per instance`;
  const measured = known(
    'instance.serviceTimeMs',
    rounded(time.medianMs),
    atEaseText,
    around(time.medianMs, error * time.medianMs),
  );
  if (limit === null) {
    const busiest = settled.reduce((most, one) => Math.max(most, answersEach(one)), 0);
    const atLeast = Math.max(1, Math.ceil((busiest * time.meanMs) / 1_000 - 0.5));
    return {
      serviceMs: measured,
      concurrency: {
        ...notKnown(
          'instance.concurrency',
          `no instance was at its limit; the busiest had about ${atLeast} at once. \`scaleproof capacity\` finds it`,
        ),
        interval: { low: atLeast, high: Number.POSITIVE_INFINITY },
      },
    };
  }
  const exact = (limit.eachRps * time.meanMs) / 1_000;
  const whole = Math.max(1, Math.round(exact));
  const ratio = whole / exact;
  const playedMs = time.medianMs * ratio;
  const differs = Math.abs(ratio - 1) > POOR_LIKENESS;
  return {
    serviceMs: known(
      'instance.serviceTimeMs',
      rounded(playedMs),
      `${milliseconds(time.medianMs)}, ${atEaseText}${differs ? `; set ${percent(Math.abs(ratio - 1))} ${ratio > 1 ? 'higher' : 'lower'}, so that ${counted(whole, 'slot')} carry what was carried` : ''}`,
      around(playedMs, Math.max(error * playedMs, Math.abs(playedMs - time.medianMs))),
    ),
    concurrency: known(
      'instance.concurrency',
      whole,
      `${limit.from} x ${milliseconds(time.meanMs)} each = ${rounded(exact)}`,
      {
        low: Math.max(1, Math.round((limit.low * time.meanMs * (1 - error)) / 1_000)),
        high: Math.max(1, Math.round((limit.high * time.meanMs * (1 + error)) / 1_000)),
      },
    ),
  };
}

function overheadSetting(overhead: Overhead | null): Setting {
  if (overhead === null) {
    return notKnown(
      'overheadMs',
      'CloudWatch has no ModelLatency of the load; the service time includes it',
    );
  }
  const { ms, plusMinusMs, periods } = overhead;
  const from = `callers' mean less ModelLatency in ${counted(periods, 'period')}`;
  return ms < OWN_OVERHEAD_MS
    ? known('overheadMs', 0, `${milliseconds(ms)}, ${from}: no more than a stand-in adds itself`, {
        low: 0,
        high: OWN_OVERHEAD_MS,
      })
    : known('overheadMs', rounded(ms), from, around(ms, plusMinusMs));
}
