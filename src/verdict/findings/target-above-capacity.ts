/** Finds a target above what an instance carries: instances drown, and the policy asks for no more. */

import type { Analysis } from '../../analysis/analyse.ts';
import { type CarriedSecond, carriedSeconds } from '../../analysis/carried.ts';
import { fleetWords } from '../../analysis/copies.ts';
import { ofOneType } from '../../analysis/instance-pools.ts';
import { sketchOver } from '../../analysis/load-seconds.ts';
import { AWS_SAFETY_FACTOR, growthWithin, safetyFactor } from '../../analysis/safety-factor.ts';
import { slowestScaleOut } from '../../analysis/scaling-lag.ts';
import type { MetricPoint } from '../../analysis/timeline.ts';
import { breaches, seriesOf, type TriggerRule, targetRps } from '../../analysis/tracked-metric.ts';
import { trafficGraceSeconds } from '../../analysis/traffic-grace.ts';
import { level, rate, seconds } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import { datapointsOf, samplesOf } from './evidence-lines.ts';
import { type Found, problem } from './finding.ts';

/** With less of each instance in use, raising the minimum is cheaper than lowering the target. */
const LEAST_FACTOR = 0.2;
/** Of a rate: answers come a little before or after the second they are counted for. */
const CLEARLY = 1.03;
/** An instance that drowns is slower; one that only fails is not. */
const SLOWER = 1.5;
/** What is carried is counted over at least as many answers, where that takes no more than a minute. */
const ENOUGH_ANSWERS = 100;
const WINDOW_SECONDS = { least: 10, most: 60 };
/** Fewer requests tell little of a percentile. */
const FEWEST_REQUESTS = 20;

/**
 * The metric counts what arrives, so it stays under the target however far behind the instances fall.
 * For as many periods in a row as the alarm wants, each instance got more than any was ever seen to
 * carry, and yet not more than the target; what was answered then took longer than at ease.
 */
export function targetAboveCapacity(analysis: Analysis): readonly Found[] {
  const { evidence } = analysis;
  const rule = evidence.outRule;
  const asked = rule === null ? null : targetRps(rule);
  if (rule === null || asked === null) return [];
  const carried = carriedSeconds(alike(evidence), evidence.points);
  const carriesRps = mostCarried(analysis, asked);
  if (carriesRps === 0 || asked <= CLEARLY * carriesRps) return [];
  const drowned = drownedPeriods(analysis, rule, carried, carriesRps);
  const last = drowned.at(-1);
  if (last === undefined || !tookLonger(carried, drowned)) return [];
  const words = fleetWords(evidence);
  const lasted = drowned.length * rule.periodSeconds;
  return [
    problem('target-above-capacity', {
      message: `The target is ${rate(asked)} per ${words.one}, but in this run no ${words.one} carried more than ${rate(carriesRps)}. With ${words.counted(last.instances)} in service each got ${rate(last.point.value / rule.periodSeconds)} and fell behind for ${seconds(lasted)}, while the metric stayed below the target and the policy added none.`,
      advice: targetThatFollows(analysis, carriesRps, last.instances),
      value: quantity(asked / carriesRps, 'ratio'),
      shownBy: [
        ...evidence.aws.filter((event) => event.type === 'alarm' && event.name === rule.alarmName),
        ...datapointsOf(
          analysis,
          'sagemaker',
          rule.metric,
          drowned.map(({ point }) => point),
        ),
        ...samplesOf(
          analysis,
          drowned.flatMap(({ within }) => within.map(({ second }) => second)),
        ),
      ],
    }),
  ];
}

/**
 * By the growth of this run's load during a lag that this run measured. Where no policy could follow that growth
 * from so few instances, or nothing was measured, the factor that AWS starts from.
 */
function targetThatFollows(
  { events, record, timeCompression, evidence }: Analysis,
  carriesRps: number,
  instances: number,
): string {
  const words = fleetWords(evidence);
  const lag = slowestScaleOut(events);
  const { phases } = record.manifest.scenario;
  const ramps = phases?.flatMap(({ durationSeconds, startRps, endRps }) =>
    startRps === null || endRps === null ? [] : [{ durationSeconds, startRps, endRps }],
  );
  const set = (factor: number) =>
    `Set the target to about ${level(factor * carriesRps * 60)} requests per minute and ${words.one}: ${rate(carriesRps)} x ${level(factor)} x 60.`;
  if (lag !== null && ramps !== undefined && ramps.length > 0) {
    const lagSeconds = lag.totalSeconds + trafficGraceSeconds(timeCompression);
    const growthRps = growthWithin(ramps, lagSeconds);
    const factor = Math.floor(100 * safetyFactor(growthRps, carriesRps, instances)) / 100;
    if (factor >= LEAST_FACTOR) {
      return `${set(factor)} The factor leaves room for the ${rate(growthRps)} by which this load grows within ${seconds(lagSeconds)}, which new ${words.many} took here from the load to their first requests.`;
    }
  }
  return `${set(AWS_SAFETY_FACTOR)} ${AWS_SAFETY_FACTOR} is the safety factor that AWS starts from; it leaves room for load that grows while new ${words.many} start.`;
}

/** Over as many seconds as it takes to count, so that chance does not make much of little. */
function mostCarried({ evidence }: Analysis, targetRps: number): number {
  const { least, most } = WINDOW_SECONDS;
  const overSeconds = Math.min(most, Math.max(least, Math.ceil(ENOUGH_ANSWERS / targetRps)));
  return carriedSeconds(alike(evidence), evidence.points, overSeconds).reduce(
    (highest, { each }) => Math.max(highest, each),
    0,
  );
}

/** Types of instances carry differently. */
function alike({ seconds, points }: Analysis['evidence']) {
  return ofOneType(seconds, points).seconds;
}

interface Drowned {
  readonly point: MetricPoint;
  readonly instances: number;
  readonly within: readonly CarriedSecond[];
}

/** The last run of such periods that is long enough; empty for none. */
function drownedPeriods(
  { evidence, loadSpan }: Analysis,
  rule: TriggerRule,
  carried: readonly CarriedSecond[],
  carriesRps: number,
): readonly Drowned[] {
  const runs: Drowned[][] = [[]];
  for (const point of seriesOf(rule, evidence.series)?.points ?? []) {
    const inLoad =
      loadSpan !== null && point.startMs >= loadSpan.fromMs && point.endMs <= loadSpan.toMs;
    const within = carried.filter(
      ({ second }) => second.startMs >= point.startMs && second.startMs < point.endMs,
    );
    const instances = within[0]?.instances;
    const oneCount = within.every((one) => one.instances === instances);
    const behind = point.value / rule.periodSeconds > CLEARLY * carriesRps;
    if (inLoad && instances !== undefined && oneCount && behind && !breaches(rule, point)) {
      runs.at(-1)!.push({ point, instances, within });
    } else if (runs.at(-1)!.length > 0) {
      runs.push([]);
    }
  }
  return runs.findLast((run) => run.length >= rule.datapointsToAlarm) ?? [];
}

/** Against the fastest ten seconds of the run: what callers wait where nothing queues. */
function tookLonger(carried: readonly CarriedSecond[], drowned: readonly Drowned[]): boolean {
  const tail = (load: readonly CarriedSecond[]) => {
    const sketch = sketchOver(
      load.map(({ second }) => second),
      'serviceTimeMs',
    );
    return sketch.count < FEWEST_REQUESTS ? null : sketch.quantile(0.9);
  };
  const chunks = Array.from({ length: Math.floor(carried.length / 10) }, (_, index) =>
    carried.slice(10 * index, 10 * index + 10),
  );
  const atEase = Math.min(...chunks.flatMap((chunk) => tail(chunk) ?? []));
  const then = tail(drowned.flatMap(({ within }) => within));
  return then !== null && then >= SLOWER * atEase;
}
