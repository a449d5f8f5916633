/** Why it cannot be told whether new instances took their share, in words. */
import type { Analysis } from '../../analysis/analyse.ts';
import { APIS, gapsOf, whyUnseen } from '../../analysis/gaps.ts';
import { enhancedMetrics } from '../../analysis/instances/enhanced-metrics.ts';
import type { InstancesApart } from '../../analysis/instances/instances-apart.ts';
import { counted, seconds } from '../../format/numbers.js';

/** Where no metric names any instance. */
export function notToldApart({ evidence }: Analysis) {
  const isOn = enhancedMetrics(evidence.aws);
  if (isOn === true) {
    const gaps = gapsOf(evidence.aws, [...APIS.metrics, 'ListMetrics']);
    const message = whyUnseen(
      gaps,
      'Enhanced metrics are on, but CloudWatch has no Invocations of any single instance during the load.',
    );
    return { reason: 'no-metric-data', message } as const;
  }
  return isOn === false
    ? ({
        reason: 'enhanced-metrics-off',
        message:
          'Enhanced metrics are off, so nothing tells which instance took a request. `MetricsConfig.EnableEnhancedMetrics` in the endpoint configuration turns them on.',
      } as const)
    : ({
        reason: 'enhanced-metrics-unknown',
        message:
          'No metric tells instances apart, and the record does not say whether enhanced metrics are on.',
      } as const);
}

/** In words; null where the metrics cover the load and can no longer change. */
export function whyNoMetrics(
  { evidence, loadSpan }: Analysis,
  { periods }: InstancesApart,
): string | null {
  const open = periods.filter(
    ({ final, startMs }) => !final && startMs < (loadSpan?.toMs ?? Number.NEGATIVE_INFINITY),
  );
  const gaps = gapsOf(evidence.aws, APIS.metrics);
  return open.length === 0 && gaps.length === 0
    ? null
    : whyUnseen(
        gaps,
        `The metrics of ${counted(open.length, 'period')} of the load may still grow. Watch for longer after it.`,
      );
}

/** Two whole periods are judged, and the first may begin up to a period late. */
const PERIODS_NEEDED = 3;

/** @param dueMs when the first new instance was due to take its share */
export function tooShort({ loadSpan }: Analysis, instances: InstancesApart, dueMs: number): string {
  const period = periodMs(instances);
  const missing = dueMs + PERIODS_NEEDED * period - (loadSpan?.toMs ?? dueMs);
  const longer = missing > 0 ? ` for ${seconds(missing / 1_000)}` : '';
  return `No two whole periods of ${seconds(period / 1_000)} with a steady count lie between the time when the new instances were due to take their share and the end of the load. Hold it${longer} longer.`;
}

function periodMs({ periods: [first] }: InstancesApart): number {
  return first === undefined ? 60_000 : first.endMs - first.startMs;
}
