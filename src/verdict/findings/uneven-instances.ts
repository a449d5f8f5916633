/** Finds a new instance that is worse than the others. */
import type { Analysis } from '../../analysis/analyse.ts';
import type { Counted } from '../../analysis/difference-of-shares.ts';
import { type Excess, lastingExcess } from '../../analysis/lasting-excess.ts';
import { type LoadSecond, sketchOver } from '../../analysis/load-seconds.ts';
import { FEWEST_SECONDS, type Newcomers, newcomers } from '../../analysis/newcomers.ts';
import { trafficGraceSeconds } from '../../analysis/traffic-grace.ts';
import { counted, milliseconds, percent } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import type { Finding } from '../verdict.ts';
import { errorsOf } from './errors-while-updating.ts';
import { samplesOf } from './evidence-lines.ts';
import { problem } from './finding.ts';
import { slowGroup, type Uneven } from './slow-group.ts';

/** A smaller share of errors would not matter to callers, however sure. */
const NOTABLE = 0.01;
/** Routing is random, or prefers the idle: one instance may draw that much more than 1/n. */
const MOST_OF_ONE = 1.3;
/** Of its requests, one instance must be slow for at least this share: less is a tail. */
const LEAST_OF_ONE = 0.25;
/** Quantiles of the time before at which the two times are compared. */
const COMPARED_AT = [0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99];

/**
 * No metric of SageMaker tells instances apart. What can be seen from outside is what newcomers
 * bring: compared are the time with them and the time before in which each instance had no less to
 * do. Healthy newcomers make nothing worse. What is worse with them, from the first seconds on and
 * in every third of the time, and for no more requests than one of n instances gets, is the doing
 * of one instance:
 * - it fails, always or at times: more errors;
 * - it is slow: more requests are over what was usual before; or, where everything was slow before,
 *   a group of about 1/n stands apart.
 */
export function unevenInstances(analysis: Analysis): readonly Finding[] {
  const { seconds, points } = analysis.evidence;
  const grace = trafficGraceSeconds(analysis.timeCompression);
  return newcomers(seconds, points, grace).flatMap((came) => {
    const seen = failing(came) ?? slower(came) ?? slowGroup(came);
    if (seen === null) return [];
    return [
      problem('uneven-instances', {
        message: `With ${counted(came.instances, 'instance')} in service ${percent(seen.share)} of requests ${seen.what}, ${percent(seen.shareBefore)} with ${came.instancesBefore}: no more than one instance’s part, so one that came is probably not like the others.`,
        advice:
          'Look at the log stream of the instance that came last; replace it (an update of the endpoint does).',
        value: quantity(seen.share, 'share'),
        shownBy: samplesOf(
          analysis,
          came.after.filter((second) => !seen.failed || errorsOf(second) > 0),
        ),
      }),
    ];
  });
}

function failing({ instances, after, noLessBusy }: Newcomers): Uneven | null {
  const excess = lastingExcess(after, noLessBusy, FEWEST_SECONDS, (second) => ({
    successes: errorsOf(second),
    trials: second.completed,
  }));
  if (excess === null || excess.low <= NOTABLE || !doneByOne(excess, instances)) return null;
  return { what: 'failed', failed: true, ...excess };
}

function slower({ instances, after, noLessBusy }: Newcomers): Uneven | null {
  if (noLessBusy.length < FEWEST_SECONDS) return null;
  const usual = sketchOver(noLessBusy, 'serviceTimeMs');
  const bounds = COMPARED_AT.map((quantile) => usual.quantile(quantile) ?? 0);
  const all = bounds.map((boundMs) => ({
    boundMs,
    now: countedAbove(boundMs, after),
    before: countedAbove(boundMs, noLessBusy),
  }));
  // What slowed down every request is not the doing of one instance.
  const possible = all.every(({ now, before }) =>
    doneByOne({ share: shareOf(now), shareBefore: shareOf(before) }, instances),
  );
  if (!possible) return null;
  const widest = all.toSorted((left, right) => apart(right) - apart(left))[0]!.boundMs;
  const excess = lastingExcess(after, noLessBusy, FEWEST_SECONDS, (second) =>
    countedAbove(widest, [second]),
  );
  if (excess === null || excess.low < LEAST_OF_ONE / instances) return null;
  return { what: `took longer than ${milliseconds(widest)}`, failed: false, ...excess };
}

/** Above the bucket of the bound: the buckets of two sketches have the same edges. */
function countedAbove(boundMs: number, seconds: readonly LoadSecond[]): Counted {
  const sketch = sketchOver(seconds, 'serviceTimeMs');
  return { successes: sketch.countAbove(boundMs).atLeast, trials: sketch.count };
}

/**
 * One of n instances gets 1/n of the requests; were all of those bad, and the others as before, the
 * share would be 1/n + (1 - 1/n) x the share before. Not more than that is possible.
 */
function doneByOne({ share, shareBefore }: Pick<Excess, 'share' | 'shareBefore'>, of: number) {
  const part = Math.min(1, MOST_OF_ONE / of);
  return share <= part + (1 - part) * shareBefore;
}

function apart({ now, before }: { readonly now: Counted; readonly before: Counted }): number {
  return shareOf(now) - shareOf(before);
}

function shareOf({ successes, trials }: Counted): number {
  return successes / Math.max(1, trials);
}
