/** Finds an error rate that was higher while the endpoint was Updating. */
import type { Analysis } from '../../analysis/analyse.ts';
import { type CarriedSecond, carriedSeconds } from '../../analysis/carried.ts';
import type { Counted } from '../../analysis/difference-of-shares.ts';
import { differenceOverTime } from '../../analysis/difference-over-time.ts';
import { drowned } from '../../analysis/drowned.ts';
import { sumOf } from '../../analysis/effective-trials.ts';
import { updateStatusBySecond } from '../../analysis/endpoint-status.ts';
import type { LoadSecond } from '../../analysis/load-seconds.ts';
import { percent } from '../../format/numbers.js';
import { median } from '../../statistics/order-statistics.ts';
import { quantity } from '../quantity.ts';
import { samplesOf } from './evidence-lines.ts';
import { type Found, problem } from './finding.ts';

/** A smaller difference does not matter to callers, however certain. */
const NOTABLE = 0.01;
/** Requests of the same second tend to fail together, so errors in a single moment prove nothing. */
const FEWEST_SECONDS = 3;
/** A second at rest is comparable when each instance had at least this share of the load. */
const SIMILAR_LOAD = 0.7;
/** Tolerance on a rate: a request may fall just inside or outside the window. */
const ROUNDING = 1.02;
/** More requests in flight than that, compared with what is usual at rest, are a queue. */
const LONGER_QUEUE = 2;

/**
 * Compares with seconds at rest, on as many instances under a similar load: a scale-out happens during
 * overload, whose errors would otherwise be blamed on the update. For the same reason it ignores seconds of
 * an update in which each instance got more than any carried at rest, or in which a queue had built up. Newcombe's interval of the difference must lie above one
 * percentage point.
 */
export function errorsWhileUpdating(analysis: Analysis): readonly Found[] {
  const { seconds, points } = analysis.evidence;
  const { timeoutMs } = analysis.record.manifest.scenario.replay;
  if (timeoutMs === null) return [];
  const statuses = updateStatusBySecond(seconds, points);
  const statusOf = new Map(seconds.map(({ second }, index) => [second, statuses[index]]));
  const carried = carriedSeconds(seconds, points);
  const during = (status: 'updating' | 'at-rest') =>
    carried.filter(({ second }) => statusOf.get(second.second) === status);
  const carriedAtRest = mostByCount(during('at-rest'));
  const comparable = during('updating').filter(
    ({ second, instances, sentEach }) =>
      sentEach <= ROUNDING * (carriedAtRest.get(instances) ?? 0) && !drowned([second], timeoutMs),
  );
  if (comparable.length === 0) return [];
  const mean = comparable.reduce((sum, { sentEach }) => sum + sentEach, 0) / comparable.length;
  const counts = new Set(comparable.map(({ instances }) => instances));
  const resting = during('at-rest').filter(
    ({ instances, sentEach }) => counts.has(instances) && sentEach >= SIMILAR_LOAD * mean,
  );
  if (resting.length === 0 || resting.some(({ second }) => second.inFlight === null)) return [];
  const usual = median(resting.map(inFlightEach));
  const updating = comparable
    .filter((one) => inFlightEach(one) <= LONGER_QUEUE * usual + 1)
    .map(({ second }) => second);
  const atRest = resting.map(({ second }) => second);
  const bad = updating.filter((second) => errorsOf(second) > 0);
  const between = differenceOverTime(updating.map(counted), atRest.map(counted));
  if (between === null || between.low <= NOTABLE || bad.length < FEWEST_SECONDS) return [];
  const [left, right] = [updating, atRest].map((load) => sumOf(load.map(counted))) as [
    Counted,
    Counted,
  ];
  return [
    problem('errors-while-updating', {
      message: `${percent(left.successes / left.trials)} of requests failed while ${whatUpdated(analysis, updating)}, ${percent(right.successes / right.trials)} under a similar load at rest (95 % interval of the difference: ${percent(between.low)} to ${percent(between.high)}).`,
      advice:
        'Check whether the container reports healthy before its model is loaded, and whether it drains its requests before it stops.',
      value: quantity(between.difference, 'share'),
      shownBy: samplesOf(analysis, bad),
    }),
  ];
}

function inFlightEach({ second, instances }: CarriedSecond): number {
  return (second.inFlight ?? 0) / instances;
}

/** A component's rolling update is no scaling, and may fail requests all the same. */
function whatUpdated({ evidence }: Analysis, updating: readonly LoadSecond[]): string {
  const first = updating[0]?.startMs ?? 0;
  const last = updating.at(-1)?.startMs ?? 0;
  const isRollout = evidence.points.some(
    (point) => point.updating === true && point.atMs >= first && point.atMs <= last + 1_000,
  );
  if (isRollout) return 'a new version of the inference component was rolled out';
  return evidence.counts === 'copies'
    ? 'the inference component was Updating'
    : 'the endpoint was Updating';
}

/** Instances in service -> the most that each of them answered. */
function mostByCount(carried: readonly CarriedSecond[]): Map<number, number> {
  const most = new Map<number, number>();
  for (const { instances, each } of carried) {
    most.set(instances, Math.max(most.get(instances) ?? 0, each));
  }
  return most;
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
