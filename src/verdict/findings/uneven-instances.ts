/** Finds an instance that fails or is slow while the others are not: by its own metrics or, without, from callers. */
import type { Analysis } from '../../analysis/analyse.ts';
import { isBacklog } from '../../analysis/backlog.ts';
import { fleetWords } from '../../analysis/copies.ts';
import type { Counted } from '../../analysis/difference-of-shares.ts';
import { ofOneType } from '../../analysis/instance-pools.ts';
import { type Excess, lastingExcess } from '../../analysis/lasting-excess.ts';
import { type LoadSecond, sketchOver } from '../../analysis/load-seconds.ts';
import { FEWEST_SECONDS, type Newcomers, newcomers } from '../../analysis/newcomers.ts';
import { trafficGraceSeconds } from '../../analysis/traffic-grace.ts';
import { milliseconds, percent } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import { errorsOf } from './errors-while-updating.ts';
import { samplesOf } from './evidence-lines.ts';
import { type Found, problem } from './finding.ts';
import { oddInstances } from './odd-instances.ts';
import { slowGroup, type Uneven } from './slow-group.ts';

/** A smaller share of errors does not matter to callers, however certain. */
const NOTABLE = 0.01;
/** Routing is random, or prefers idle instances: one instance may get this much more than 1/n. */
const MOST_OF_ONE = 1.3;
/** One instance must be slow for at least this share of its requests: less is a tail. */
const LEAST_OF_ONE = 0.25;
/** Quantiles of the time before at which before and after are compared. */
const COMPARED_AT = [0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99];

/** Where metrics tell instances apart, what callers saw adds nothing: they do not know who answered. */
export function unevenInstances(analysis: Analysis): readonly Found[] {
  return oddInstances(analysis) ?? inferredFromCallers(analysis);
}

/**
 * Without metrics of single instances, this compares the time with new instances to the time
 * before in which each instance answered no less. (What it was sent does not count: a queue absorbs for a
 * while what no instance carries.) Healthy new instances make nothing worse. One
 * instance is to blame for what gets worse from the first seconds on and in every third of the time, and
 * for no more requests than one of n instances gets:
 * - it fails, always or sometimes: more errors;
 * - it is slow: more requests are slower than usual before; or, where everything was slow before, about
 *   1/n of the requests form a distinct slow group.
 */
function inferredFromCallers(analysis: Analysis): readonly Found[] {
  const { points } = analysis.evidence;
  // Types of instances differ without a fault.
  const { seconds } = ofOneType(analysis.evidence.seconds, points);
  const words = fleetWords(analysis.evidence);
  const { timeoutMs } = analysis.record.manifest.scenario.replay;
  const grace = trafficGraceSeconds(analysis.timeCompression);
  return newcomers(seconds, points, grace).flatMap((pair) => {
    const seen = failing(pair) ?? slower(pair, timeoutMs) ?? slowGroup(pair, timeoutMs);
    if (seen === null) return [];
    return [
      problem('uneven-instances', {
        message: `With ${words.counted(pair.instances)} in service, ${percent(seen.share)} of requests ${seen.what}, compared with ${percent(seen.shareBefore)} on ${pair.instancesBefore}. That is at most the share of one ${words.one}, so one of the new ${words.many} is probably faulty.`,
        advice: `Check the log stream of the newest ${words.one}, and replace it by updating the endpoint.`,
        value: quantity(seen.share, 'share'),
        shownBy: samplesOf(
          analysis,
          pair.after.filter((second) => !seen.failed || errorsOf(second) > 0),
        ),
      }),
    ];
  });
}

/** Timeouts do not count while the other instances may still be working off a queue. */
function failing({ instances, after, noLessBusy, othersBehind }: Newcomers): Uneven | null {
  const waited = ({ outcomes }: LoadSecond) => (othersBehind ? (outcomes.timeout ?? 0) : 0);
  const excess = lastingExcess(after, noLessBusy, FEWEST_SECONDS, (second) => ({
    successes: errorsOf(second) - waited(second),
    trials: second.completed,
  }));
  if (excess === null || excess.low <= NOTABLE || !explainedByOne(excess, instances)) return null;
  return { what: 'failed', failed: true, ...excess };
}

function slower(
  { instances, after, noLessBusy, othersBehind }: Newcomers,
  timeoutMs: number | null,
): Uneven | null {
  if (noLessBusy.length < FEWEST_SECONDS) return null;
  const usual = sketchOver(noLessBusy, 'serviceTimeMs');
  const bounds = COMPARED_AT.map((quantile) => usual.quantile(quantile) ?? 0);
  const all = bounds.map((boundMs) => ({
    boundMs,
    now: countedAbove(boundMs, after),
    before: countedAbove(boundMs, noLessBusy),
  }));
  // One instance cannot slow down every request.
  const possible = all.every(({ now, before }) =>
    explainedByOne({ share: shareOf(now), shareBefore: shareOf(before) }, instances),
  );
  if (!possible) return null;
  const widest = all.toSorted((left, right) => increase(right) - increase(left))[0]!.boundMs;
  const excess = lastingExcess(after, noLessBusy, FEWEST_SECONDS, (second) =>
    countedAbove(widest, [second]),
  );
  if (excess === null || excess.low < LEAST_OF_ONE / instances) return null;
  if (othersBehind && isBacklog(after, excess.share, timeoutMs)) return null;
  return { what: `took longer than ${milliseconds(widest)}`, failed: false, ...excess };
}

/** Values above the bound's bucket: the buckets of all sketches have the same edges. */
function countedAbove(boundMs: number, seconds: readonly LoadSecond[]): Counted {
  const sketch = sketchOver(seconds, 'serviceTimeMs');
  return { successes: sketch.countAbove(boundMs).atLeast, trials: sketch.count };
}

/**
 * Whether one of n instances can cause this share. It gets 1/n of the requests; if all of those are bad and
 * the others are as before, the share is 1/n + (1 - 1/n) x the share before, the most that is possible.
 */
function explainedByOne({ share, shareBefore }: Pick<Excess, 'share' | 'shareBefore'>, of: number) {
  const part = Math.min(1, MOST_OF_ONE / of);
  return share <= part + (1 - part) * shareBefore;
}

function increase({ now, before }: { readonly now: Counted; readonly before: Counted }): number {
  return shareOf(now) - shareOf(before);
}

function shareOf({ successes, trials }: Counted): number {
  return successes / Math.max(1, trials);
}
