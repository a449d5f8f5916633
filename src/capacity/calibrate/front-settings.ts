/** What is in front of the instances or in place of them: API Gateway, the function, a serverless endpoint. */
import { findSeries } from '../../analysis/find-series.ts';
import { lastObserved } from '../../analysis/last-observed.ts';
import type { LoadSecond } from '../../analysis/load-seconds.ts';
import { metricOverLoad } from '../../analysis/metric-over-load.ts';
import { counted, rate } from '../../format/numbers.js';
import { median } from '../../statistics/order-statistics.ts';
import { atEase } from './at-ease.ts';
import type { Evidence } from './evidence.ts';
import { around, known, notKnown, rounded, type Setting } from './setting.ts';

export function frontSettings(evidence: Evidence): Setting[] {
  return [...gateway(evidence), ...lambda(evidence), ...serverless(evidence)];
}

/** The first throttles drain the bucket; after that what comes through is its rate. */
const FEWEST_SECONDS = 5;
const AFTER_THE_BURST = 2;

/** None where the gateway throttled nobody: it then has no throttle that a stand-in would need. */
function gateway({ analysis }: Evidence): Setting[] {
  const { evidence, loadSpan, record } = analysis;
  const { way } = record.manifest.scenario;
  const byFunction = metricOverLoad(evidence.series, loadSpan, 'lambda', 'Throttles', 'Sum');
  const callers = analysis.totals.outcomes.throttled ?? 0;
  const isGateway =
    (way === 'http' || way === null) &&
    analysis.serving.kind !== 'serverless' &&
    byFunction !== null &&
    byFunction.sum < callers / 2;
  const throttled = evidence.seconds.filter(({ outcomes }) => (outcomes.throttled ?? 0) > 0);
  if (!isGateway || throttled.length < FEWEST_SECONDS + AFTER_THE_BURST) return [];
  const through = throttled.slice(AFTER_THE_BURST).map(admitted);
  const rateRps = median(through);
  const spread = 2 * median(through.map((one) => Math.abs(one - rateRps)));
  const burst = burstBefore(evidence.seconds, throttled[0]!, rateRps);
  return [
    known(
      'apiGateway.rateRps',
      rounded(rateRps),
      `${rate(rateRps)} came through while ${counted(throttled.length, 'second')} had throttled requests`,
      around(rateRps, spread),
    ),
    known(
      'apiGateway.burst',
      Math.max(1, Math.round(burst.high)),
      'sent beyond that rate before the first was throttled',
      burst,
    ),
  ];
}

function admitted({ completed, outcomes }: LoadSecond): number {
  return completed - (outcomes.throttled ?? 0);
}

function burstBefore(seconds: readonly LoadSecond[], first: LoadSecond, rateRps: number) {
  let low = 0;
  for (const second of seconds) {
    if (second.second >= first.second) break;
    low = Math.max(0, low + second.sent - rateRps);
  }
  return { low, high: Math.max(1, low + Math.max(0, admitted(first) - rateRps)) };
}

function lambda(evidence: Evidence): Setting[] {
  const { aws } = evidence.analysis.evidence;
  const seen = lastObserved(aws, 'function');
  if (seen === null) return [];
  const from = 'as Lambda describes the function';
  return [
    ...(seen.reservedConcurrency === undefined
      ? []
      : [known('lambda.reservedConcurrency', seen.reservedConcurrency, from)]),
    known('lambda.provisionedConcurrency', seen.provisionedConcurrency ?? 0, from),
    coldStart(evidence),
    notKnown('lambda.keepWarmSeconds', 'a run does not leave the function idle for long enough'),
  ];
}

/** The slowest requests of a second with so many cold starts are those. */
function coldStart(evidence: Evidence): Setting {
  const key = 'lambda.coldStartMs';
  const { load } = evidence.analysis.record;
  const cold = new Map<number, number>();
  for (const event of load) {
    if (event.type !== 'sample' || !event.coldStarts) continue;
    cold.set(event.second, (cold.get(event.second) ?? 0) + event.coldStarts);
  }
  const ease = atEase(evidence);
  if (cold.size === 0 || ease === null) {
    return notKnown(key, 'no response reported a cold start');
  }
  const waits = evidence.analysis.evidence.seconds.flatMap(({ second, serviceTimeMs }) => {
    const starts = Math.min(cold.get(second) ?? 0, serviceTimeMs.count);
    const slowest = serviceTimeMs.quantile(1 - starts / 2 / serviceTimeMs.count);
    return starts === 0 || slowest === null ? [] : [Math.max(0, slowest - ease.meanMs)];
  });
  const value = median(waits);
  const spread = median(waits.map((one) => Math.abs(one - value)));
  return known(
    key,
    rounded(value),
    `the slowest requests of ${counted(cold.size, 'second')} with cold starts`,
    around(value, Math.max(spread, 0.05 * value)),
  );
}

function serverless({ analysis }: Evidence): Setting[] {
  const { serving, evidence } = analysis;
  if (serving.kind !== 'serverless') return [];
  const from = 'DescribeEndpoint';
  const setup = (stat: string) =>
    findSeries(evidence.series, { service: 'sagemaker', metric: 'ModelSetupTime', stat })?.points;
  const averages = setup('Average') ?? [];
  return [
    known('serverless.maxConcurrency', serving.limits.maxConcurrency, from),
    known('serverless.memoryMb', serving.limits.memoryMb, from),
    averages.length === 0
      ? notKnown('serverless.coldStartMs', 'CloudWatch has no ModelSetupTime of the run')
      : known(
          'serverless.coldStartMs',
          rounded(median(averages.map(({ value }) => value))),
          `ModelSetupTime, median of ${counted(averages.length, 'period')}`,
        ),
    notKnown('serverless.keepWarmSeconds', 'a run does not leave an environment idle for long'),
  ];
}
