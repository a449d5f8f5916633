/** At which periods the metrics are asked for: as the endpoint publishes them, and as the alarms read them. Pure. */
import {
  HIGH_RESOLUTION_PERIOD_SECONDS,
  METRIC_PERIOD_SECONDS,
} from '../../aws/target-tracking.ts';
import type { AlarmObservation, EndpointConfigObservation } from '../../record/aws-events.ts';
import type { Watch } from '../../scenario/schema.ts';

export interface MetricPeriods {
  /** Of requests, latencies and errors. */
  readonly invocationSeconds: number;
  /** Of CPU and the like. */
  readonly utilizationSeconds: number;
  /** Of the concurrency that high-resolution policies track. */
  readonly shortSeconds: number;
  /** Of Lambda and API Gateway. */
  readonly frontSeconds: number;
}

const SHORT_PERIODS_A_MINUTE = METRIC_PERIOD_SECONDS / HIGH_RESOLUTION_PERIOD_SECONDS;
const COUNTED = ['InvocationsPerInstance', 'InvocationsPerCopy'];
const HIGH_RESOLUTION = ['ConcurrentRequestsPerModel', 'ConcurrentRequestsPerCopy'];

/**
 * What the endpoint publishes every ten seconds is asked for every ten seconds; a stand-in that compresses time
 * tells its own seconds. Where it publishes once a minute, `watch.periodSeconds` is the word for that minute, and
 * the alarm's own period counts before it, since only at that do we see what the alarm sees.
 *
 * @param metrics of the endpoint's configuration; undefined while unknown, and where it has none
 */
export function periodsOf(
  watch: Pick<Watch, 'periodSeconds'>,
  alarms: readonly AlarmObservation[],
  metrics: EndpointConfigObservation['metrics'],
): MetricPeriods {
  const ofAlarm = (names: readonly string[]) =>
    alarms.find(({ role, metric }) => role === 'high' && names.includes(metric))?.periodSeconds;
  // With enhanced metrics, an alarm may read less than a minute of what is published more often.
  const ofCounts = metrics?.enhanced ? undefined : ofAlarm(COUNTED);
  const minuteSeconds = ofCounts ?? watch.periodSeconds;
  // A scenario may ask for several minutes at once of what comes once a minute.
  const byTheMinute =
    metrics === undefined ||
    (metrics.publishSeconds === METRIC_PERIOD_SECONDS &&
      watch.periodSeconds >= METRIC_PERIOD_SECONDS);
  const published = byTheMinute ? minuteSeconds : metrics.publishSeconds;
  return {
    invocationSeconds: metrics?.enhanced ? published : minuteSeconds,
    // The frequency applies to utilization with and without enhanced metrics.
    utilizationSeconds: published,
    frontSeconds: minuteSeconds,
    shortSeconds:
      ofAlarm(HIGH_RESOLUTION) ??
      Math.min(
        HIGH_RESOLUTION_PERIOD_SECONDS,
        watch.periodSeconds / SHORT_PERIODS_A_MINUTE,
        // The alarm shows how long a stand-in's minute is when the scenario does not say.
        minuteSeconds,
      ),
  };
}
