/** Finds the hop at which requests were lost or duplicated. */
import type { Analysis } from '../../analysis/analyse.ts';
import { answeredOf } from '../../analysis/hop-counts.ts';
import { count, counted } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import { datapointsOf } from './evidence-lines.ts';
import { type Found, problem } from './finding.ts';

/**
 * How much two counts may differ. Exact equality is too strict (719,998 of 720,000 has been seen): some
 * requests fall into the next period, and a few are sent before the load.
 */
const TOLERATED = { share: 0.002, count: 20 };

/**
 * Each hop must count at least the requests that were answered, since every answer passed through it, and
 * at most what the hop before it counts. Failed requests lie in between: they may have ended at any
 * hop. Hops with missing or unfinished datapoints are skipped.
 */
export function countsDiffer(analysis: Analysis): readonly Found[] {
  const { totals, loadSpan, damage, hops } = analysis;
  // Without samples there is no client count to compare with.
  if (loadSpan === null || analysis.record.manifest.loadFrom === 'elsewhere') return [];
  if (damage.load !== null) return [];
  const answered = answeredOf(totals);
  let before = { name: 'the client', count: totals.sent };
  const found: Found[] = [];
  for (const hop of hops) {
    const tolerance = Math.max(TOLERATED.count, TOLERATED.share * before.count);
    const lost = Math.min(answered, before.count) - hop.received;
    // A hop that counts answers may never count requests that timed out.
    const added = hop.received - before.count - (totals.outcomes.timeout ?? 0);
    const difference = Math.max(lost, added);
    if (difference > tolerance) {
      found.push(
        problem('counts-differ', {
          message: `${hop.name} counted ${counted(hop.received, 'request')}, ${before.name} ${count(before.count)}${lost > added && answered !== before.count ? ` (${count(answered)} were answered)` : ''}: ${count(difference)} ${lost > added ? 'fewer' : 'more'} at this hop.`,
          advice:
            lost > added
              ? `Check that the requests go through this ${hop.name}, and look for caches in front of it and for answers from elsewhere.`
              : `Look for retries in whatever calls ${hop.name}, and for other callers at the time.`,
          value: quantity(lost > added ? -difference : difference, 'requests'),
          shownBy: datapointsOf(analysis, hop.service, hop.metric, hop.seen.points),
        }),
      );
    }
    before = { name: hop.name, count: hop.received };
  }
  return found;
}
