/** Is one instance worse than the others? */
import type { Analysis } from '../../analysis/analyse.ts';
import { type LoadSecond, sketchOver } from '../../analysis/load-seconds.ts';
import { segments } from '../../analysis/steady-windows.ts';
import { counted, percent } from '../amounts.ts';
import type { Finding } from '../verdict.ts';
import { errorsOf } from './errors-while-updating.ts';
import { samplesOf } from './evidence-lines.ts';
import { problem } from './finding.ts';

/** Left out at the front of a segment: warm-up, and the backlog of the time before. */
const SETTLING_SECONDS = 10;
const FEWEST_SECONDS = 20;
/** How far from 1/n a share may lie: routing is random, or prefers the idle. */
const NEAR = { least: 0.7, most: 1.3 };
/** The share before the instance came must be this much smaller. */
const MUCH_SMALLER = 0.25;

/**
 * No metric of SageMaker tells instances apart; what can be seen from outside is that 1 of n requests
 * is unlike the others, and that none was before the n-th instance came. Two ways to be unlike:
 * - it fails: a share of errors near 1/n;
 * - it is slow: a share near 1/n takes over three times as long as the fast quarter, and hardly any
 *   request lies between two and three times as long, so that there are two groups and no tail.
 *
 * An instance that fails fast under least-outstanding routing draws more than its share, and one
 * that is only a little slower cannot be told from chance: neither is found here.
 */
export function unevenInstances(analysis: Analysis): readonly Finding[] {
  const { seconds, points } = analysis.evidence;
  const settled = segments(seconds, points)
    .map(({ instances, load }) => ({ instances, load: load.slice(SETTLING_SECONDS) }))
    .filter((segment) => segment.instances !== null && segment.load.length >= FEWEST_SECONDS);
  return settled.flatMap(({ instances, load }, index) => {
    const before = settled.slice(0, index).findLast((one) => one.instances! < instances!);
    if (instances === null || instances < 2 || before === undefined) return [];
    const kind = (['fail', 'slow'] as const).find((one) => {
      const share = SHARES[one](load);
      return (
        share >= NEAR.least / instances &&
        share <= NEAR.most / instances &&
        SHARES[one](before.load) <= MUCH_SMALLER * share
      );
    });
    if (kind === undefined) return [];
    const share = SHARES[kind](load);
    return [
      problem('uneven-instances', {
        message: `With ${counted(instances, 'instance')} in service ${percent(share)} of requests ${kind === 'fail' ? 'failed' : 'took over three times as long as the fast ones'}, close to 1 in ${instances}, and hardly any with ${before.instances}: one instance is probably not like the others.`,
        advice:
          'Look at the log stream of the instance that came last; replace it (an update of the endpoint does).',
        value: share,
        shownBy: samplesOf(
          analysis,
          load.filter((second) => kind === 'slow' || errorsOf(second) > 0),
        ),
      }),
    ];
  });
}

const SHARES: Readonly<Record<'fail' | 'slow', (load: readonly LoadSecond[]) => number>> = {
  fail: (load) => {
    const completed = load.reduce((sum, second) => sum + second.completed, 0);
    const bad = load.reduce((sum, second) => sum + errorsOf(second), 0);
    return completed === 0 ? 0 : bad / completed;
  },
  slow: (load) => {
    const sketch = sketchOver(load, 'serviceTimeMs');
    const fast = sketch.quantile(0.25);
    if (fast === null || fast <= 0) return 0;
    const over = (times: number) => sketch.countAbove(times * fast).atMost / sketch.count;
    const slow = over(3);
    return over(2) - slow > MUCH_SMALLER * slow ? 0 : slow;
  },
};
