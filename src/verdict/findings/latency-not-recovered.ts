/** Finds latency that stayed high after the last scale-out: instances were not the bottleneck. */

import type { Analysis } from '../../analysis/analyse.ts';
import { fleetWords } from '../../analysis/copies.ts';
import { sketchOver } from '../../analysis/load-seconds.ts';
import { stageMs } from '../../analysis/reversals.ts';
import { boundFromBefore } from '../../analysis/stages/latency-recovered.ts';
import { breaches, seriesOf } from '../../analysis/tracked-metric.ts';
import { trafficGraceSeconds } from '../../analysis/traffic-grace.ts';
import { milliseconds, seconds } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import { samplesOf } from './evidence-lines.ts';
import { type Found, problem } from './finding.ts';
import { targetAboveCapacity } from './target-above-capacity.ts';

/** Time to work off a backlog once new instances take traffic: at least this long, and two periods of the metric. */
const RECOVERY_SECONDS = 15;

/**
 * From the last scale-out to the end of the load, latency was never within the bound for five seconds in a
 * row, although the load continued for long enough. Where the tracked metric still breaches its target at the
 * end, or the target is above what an instance carries, there are too few instances: no other bottleneck.
 */
export function latencyNotRecovered(analysis: Analysis): readonly Found[] {
  const { evidence, events, loadSpan } = analysis;
  if (analysis.unknownExpectations.has('latency')) return [];
  const event = events.findLast((one) => one.direction === 'out');
  const recovered = event?.stages.find((stage) => stage.id === 'latency-recovered');
  if (event === undefined || recovered?.status !== 'missing' || loadSpan === null) return [];
  const inServiceMs = stageMs(event, 'in-service');
  const stepMs = stageMs(event, 'load-step');
  if (inServiceMs === null || stepMs === null) return [];
  const bound =
    evidence.latencyBoundMs ?? boundFromBefore(evidence, evidence.planStartMs ?? stepMs, stepMs);
  const waited = (loadSpan.toMs - inServiceMs) / 1_000;
  const recoverySeconds =
    trafficGraceSeconds(analysis.timeCompression) +
    Math.max(RECOVERY_SECONDS, 2 * (evidence.outRule?.periodSeconds ?? 0));
  if (bound === null || waited < recoverySeconds) return [];
  const after = evidence.seconds.filter(
    (second) => second.startMs >= inServiceMs && second.latencyMs.count > 0,
  );
  const p99 = sketchOver(after, 'latencyMs').quantile(0.99);
  if (p99 === null || p99 <= bound) return [];
  if (endsOverTarget(analysis) || targetAboveCapacity(analysis).length > 0) return [];
  return [
    problem('latency-not-recovered', {
      message: `${fleetWords(event).counted(event.toInstances)} stayed in service for the last ${seconds(waited)} of the load, but p99 latency stayed at ${milliseconds(p99)}, over ${milliseconds(bound)}.`,
      advice:
        'Look for another bottleneck: compare ModelLatency with OverheadLatency, and check for uneven routing, warm-up, or a dependency of the model that does not scale.',
      value: quantity(p99, 'ms'),
      shownBy: samplesOf(
        analysis,
        after.filter((second) => (second.latencyMs.quantile(0.99) ?? 0) > bound),
      ),
    }),
  ];
}

/** In the last period that lies fully within the load. */
function endsOverTarget({ evidence, loadSpan }: Analysis): boolean {
  const rule = evidence.outRule;
  if (rule === null || loadSpan === null) return false;
  const last = seriesOf(rule, evidence.series)?.points.findLast(
    (point) => point.startMs >= loadSpan.fromMs && point.endMs <= loadSpan.toMs,
  );
  return last !== undefined && breaches(rule, last);
}
