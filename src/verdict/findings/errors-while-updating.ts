/** Finds an error rate that was higher while the endpoint was Updating. */
import type { Analysis } from '../../analysis/analyse.ts';
import type { Counted } from '../../analysis/difference-of-shares.ts';
import { differenceOverTime } from '../../analysis/difference-over-time.ts';
import { drowned } from '../../analysis/drowned.ts';
import { sumOf } from '../../analysis/effective-trials.ts';
import { updateStatusBySecond } from '../../analysis/endpoint-status.ts';
import { countedPoints, surelyInService } from '../../analysis/instance-counts.ts';
import type { LoadSecond } from '../../analysis/load-seconds.ts';
import { percent } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import type { Finding } from '../verdict.ts';
import { samplesOf } from './evidence-lines.ts';
import { problem } from './finding.ts';

/** A smaller difference does not matter to callers, however certain. */
const NOTABLE = 0.01;
/** Requests of the same second tend to fail together, so errors in a single moment prove nothing. */
const FEWEST_SECONDS = 3;
/** A second at rest is comparable when each instance had at least this share of the load. */
const SIMILAR_LOAD = 0.7;

/**
 * Compares with seconds at rest under a similar load on each instance: a scale-out happens during overload,
 * whose errors would otherwise be blamed on the update. For the same reason it ignores seconds of an
 * update in which the queue was saturated. Newcombe's interval of the difference must lie above one
 * percentage point.
 */
export function errorsWhileUpdating(analysis: Analysis): readonly Finding[] {
  const { seconds, points } = analysis.evidence;
  const { timeoutMs } = analysis.record.manifest.scenario.replay;
  if (timeoutMs === null) return [];
  const status = updateStatusBySecond(seconds, points);
  const known = countedPoints(points);
  const each = (second: LoadSecond) => {
    const instances = surelyInService(known, second.startMs);
    return instances === null || instances === 0 ? null : second.sent / instances;
  };
  const updating = seconds.filter(
    (second, index) => status[index] === 'updating' && !drowned([second], timeoutMs),
  );
  const loads = updating.map(each).filter((load) => load !== null);
  if (loads.length === 0) return [];
  const mean = loads.reduce((sum, load) => sum + load, 0) / loads.length;
  const atRest = seconds.filter(
    (second, index) => status[index] === 'at-rest' && (each(second) ?? 0) >= SIMILAR_LOAD * mean,
  );
  const bad = updating.filter((second) => errorsOf(second) > 0);
  const between = differenceOverTime(updating.map(counted), atRest.map(counted));
  if (between === null || between.low <= NOTABLE || bad.length < FEWEST_SECONDS) return [];
  const [left, right] = [updating, atRest].map((load) => sumOf(load.map(counted))) as [
    Counted,
    Counted,
  ];
  return [
    problem('errors-while-updating', {
      message: `${percent(left.successes / left.trials)} of requests failed while the endpoint was Updating, ${percent(right.successes / right.trials)} under a similar load at rest (95 % interval of the difference: ${percent(between.low)} to ${percent(between.high)}).`,
      advice:
        'Check whether the container reports healthy before its model is loaded, and whether it drains its requests before it stops.',
      value: quantity(between.difference, 'share'),
      shownBy: samplesOf(analysis, bad),
    }),
  ];
}

/**
 * Requests that ended without a prediction. Throttled ones do not count: a gateway or function rejects
 * them before they reach an instance, and they have their own findings.
 */
export function errorsOf({ completed, outcomes }: LoadSecond): number {
  const { correct = 0, wrong = 0, throttled = 0 } = outcomes;
  return completed - correct - wrong - throttled;
}

/** The share that is compared: failed requests of completed ones. */
function counted(second: LoadSecond): Counted {
  return { successes: errorsOf(second), trials: second.completed };
}
