/** Expectations that no run of a scenario could meet, or that no run could miss. Pure. */
import { milliseconds, percent, rate, seconds } from '../format/numbers.js';
import type { Path } from '../input/expected.ts';
import type { Expectations } from './expectations.ts';
import { longestSecondsAt, peakRpsOf, planSecondsOf } from './plan-shape.ts';
import type { ResolvedScenario, Watch } from './schema.ts';

export interface Contradiction {
  /** Below `config`. */
  readonly path: Path;
  /** What was expected, what was found, and the next step. */
  readonly message: string;
}

type Asked = Pick<
  ResolvedScenario,
  'expect' | 'phases' | 'replay' | 'watch' | 'settle' | 'standIn'
>;

/** @param isSent whether the plan is what will be sent; a load from elsewhere has a plan of its own */
export function contradictionsOf(scenario: Asked, isSent: boolean): Contradiction[] {
  return [
    ...ofInstances(scenario),
    ...ofLatency(scenario),
    ...ofShares(scenario),
    ...ofWatching(scenario),
    ...(isSent ? ofPlan(scenario) : []),
  ];
}

function ofInstances({ expect: { scaledOut } }: Asked): Contradiction[] {
  const { fromInstances, atLeastInstances = 0 } = scaledOut ?? {};
  if (fromInstances === undefined || atLeastInstances > fromInstances) return [];
  return [
    found(
      ['scaledOut', 'atLeastInstances'],
      `expected more than \`fromInstances\` (${fromInstances}), found ${atLeastInstances}: the load would begin with as many; raise it, or lower \`fromInstances\``,
    ),
  ];
}

function ofLatency({ expect: { latency }, replay: { timeoutMs } }: Asked): Contradiction[] {
  if (latency === undefined) return [];
  const { percentile, maxMs } = latency;
  const contradictions: Contradiction[] = [];
  if (percentile < 1) {
    contradictions.push(
      found(
        ['latency', 'percentile'],
        `expected a percentile of at least 1 and below 100, such as 99, found ${percentile}; for the ${percentile} quantile write ${Number((percentile * 100).toPrecision(12))}`,
      ),
    );
  }
  if (maxMs > timeoutMs) {
    contradictions.push(
      found(
        ['latency', 'maxMs'],
        `expected at most the timeout (${milliseconds(timeoutMs)}), found ${milliseconds(maxMs)}: no answer takes that long, because requests time out before; lower it, or raise \`engines.replay.timeoutMs\``,
      ),
    );
  }
  return contradictions;
}

/** Shares that no run misses. `errors.maxShare: 1` is not among them: only it turns that check off. */
function ofShares({ expect }: Asked): Contradiction[] {
  const saysNothing = (key: keyof Expectations, name: string, value: number): Contradiction =>
    found(
      [key, name],
      `expected a limit that a run can miss, found ${value}; tighten it, or remove \`${key}\``,
    );
  const { accuracy, reachedRate } = expect;
  return [
    ...(['throttles', 'coldStarts', 'spillover'] as const)
      .filter((key) => expect[key]?.maxShare === 1)
      .map((key) => saysNothing(key, 'maxShare', 1)),
    ...(accuracy?.minShare === 0 ? [saysNothing('accuracy', 'minShare', 0)] : []),
    ...(reachedRate?.tolerance === 1 ? [saysNothing('reachedRate', 'tolerance', 1)] : []),
  ];
}

/** Polls and periods must be short beside what they are to show. */
function ofWatching({ expect, watch, standIn }: Asked): Contradiction[] {
  if (watch === null) return [];
  const { scaledOut, reachedRate } = expect;
  const { pollSeconds, periodSeconds, endpointUrl } = watch;
  const contradictions: Contradiction[] = [];
  const poll = (what: string, lasts: number) =>
    watched(
      'pollSeconds',
      `expected at most half of ${what} (${seconds(lasts)}), found ${seconds(pollSeconds)}: instances are counted only at a poll; poll more often`,
    );
  if (scaledOut !== undefined && pollSeconds > scaledOut.withinSeconds / 2) {
    contradictions.push(poll('`expect.scaledOut.withinSeconds`', scaledOut.withinSeconds));
  } else if (
    reachedRate !== undefined &&
    reachedRate.minInstances > 1 &&
    pollSeconds > reachedRate.holdSeconds / 2
  ) {
    contradictions.push(poll('`expect.reachedRate.holdSeconds`', reachedRate.holdSeconds));
  }
  // A stand-in elsewhere may count in periods of any length.
  const isOwnOrAws = standIn !== null || endpointUrl === undefined;
  if (isOwnOrAws && !isMetricPeriod(periodSeconds)) {
    contradictions.push(
      watched(
        'periodSeconds',
        `expected a period that CloudWatch has (10, 30, or a multiple of 60), found ${periodSeconds}; SageMaker publishes every 60 s unless enhanced metrics are on`,
      ),
    );
  }
  return contradictions;
}

function isMetricPeriod(value: number): boolean {
  return value === 10 || value === 30 || value % 60 === 0;
}

function ofPlan(scenario: Asked): Contradiction[] {
  const { watch } = scenario;
  return [...ofRate(scenario), ...(watch === null ? [] : ofTime({ ...scenario, watch }))];
}

function ofRate({ expect: { reachedRate }, phases }: Asked): Contradiction[] {
  // A rate that everything keeps has been named already.
  if (reachedRate === undefined || reachedRate.tolerance === 1) return [];
  const { rps, holdSeconds, tolerance } = reachedRate;
  const leastRps = rps * (1 - tolerance);
  const peakRps = peakRpsOf(phases);
  if (leastRps > peakRps) {
    return [
      found(
        ['reachedRate', 'rps'],
        `expected at most the peak of the phases (${rate(peakRps)}), found ${rate(rps)}${lessTolerance(tolerance)}; lower it, or raise --rate or the phases' \`arrivalRate\``,
      ),
    ];
  }
  const holds = longestSecondsAt(phases, leastRps, holdSeconds);
  if (holds >= Math.floor(holdSeconds)) return [];
  return [
    found(
      ['reachedRate', 'holdSeconds'],
      `expected at most the ${seconds(holds)} for which the phases hold ${rate(rps)}${lessTolerance(tolerance)}, found ${seconds(holdSeconds)}; lower it, or hold the load longer`,
    ),
  ];
}

function lessTolerance(tolerance: number): string {
  return tolerance === 0 ? '' : ` (less the tolerance of ${percent(tolerance)})`;
}

function ofTime({
  expect,
  phases,
  settle,
  watch,
  standIn,
}: Asked & { readonly watch: Watch }): Contradiction[] {
  const loadSeconds = planSecondsOf(phases);
  const watchedSeconds = loadSeconds + settle.maxSeconds;
  const contradictions: Contradiction[] = [];
  const within = expect.scaledOut?.withinSeconds ?? 0;
  const both = `load and settling together (${seconds(loadSeconds)} and ${seconds(settle.maxSeconds)})`;
  if (within > watchedSeconds) {
    contradictions.push(
      found(
        ['scaledOut', 'withinSeconds'],
        `expected at most ${both}, found ${seconds(within)}: nobody would watch that long; lower it, hold the load longer, or raise \`settle.maxSeconds\``,
      ),
    );
  }
  const needsMetrics = expect.scaledOut !== undefined || expect.converged !== undefined;
  if (needsMetrics && watch.metricPollSeconds > watchedSeconds) {
    contradictions.push(
      watched(
        'metricPollSeconds',
        `expected at most ${both}, found ${seconds(watch.metricPollSeconds)}: metrics would be read once at most; poll more often`,
      ),
    );
  }
  const periodSeconds = watch.periodSeconds / (standIn?.timeCompression ?? 1);
  if (expect.converged !== undefined && periodSeconds > loadSeconds) {
    contradictions.push(
      found(
        ['converged'],
        `expected a load of at least one metric period (${seconds(periodSeconds)}), found ${seconds(loadSeconds)}; hold the load longer, or remove \`converged\``,
      ),
    );
  }
  return contradictions;
}

function found(key: Path, message: string): Contradiction {
  return { path: ['scaleproof', 'expect', ...key], message };
}

function watched(key: string, message: string): Contradiction {
  return { path: ['scaleproof', 'watch', key], message };
}
