/**
 * What the alarms read, asked for as they read it: at their period and statistic, whatever metric it is. A sum
 * over ten seconds says nothing of a threshold for sixty. Pure.
 */
import type { Dimension, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { PolicyObservation } from '../../record/aws-events.ts';
import type { Doubt } from '../recorder.ts';
import { isDuration } from './recorded-scale.ts';
import {
  counted,
  type MetricRow,
  MICROSECONDS,
  percentage,
  timed,
  type WatchedMetric,
  watched,
} from './watched-metric.ts';

export interface AlarmedMetric {
  /** Of the alarm or the policy, as a message names it. */
  readonly reader: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly Dimension[];
  readonly stat: string;
  /** Absent for a policy whose alarm is not known: then CloudWatch's minute. */
  readonly periodSeconds?: number;
}

/** Alarms on metric math read no single metric. */
export function alarmedMetrics(alarms: readonly MetricAlarm[]): AlarmedMetric[] {
  return alarms.flatMap((alarm) => {
    const { Namespace, MetricName, Statistic, ExtendedStatistic, Period, Dimensions = [] } = alarm;
    const stat = Statistic ?? ExtendedStatistic;
    if (Namespace === undefined || MetricName === undefined || stat === undefined) return [];
    return [
      {
        reader: `alarm ${alarm.AlarmName}`,
        namespace: Namespace,
        name: MetricName,
        dimensions: Dimensions,
        stat,
        ...(Period === undefined ? {} : { periodSeconds: Period }),
      },
    ];
  });
}

/** The plain customized metrics that policies track; their alarms say more, where they can be read. */
export function trackedMetrics(policies: readonly PolicyObservation[]): AlarmedMetric[] {
  return policies.flatMap(({ name: policy, customMetric }) => {
    const { namespace, name, stat, dimensions = {} } = customMetric ?? {};
    if (namespace === undefined || name === undefined || stat === undefined) return [];
    const pairs = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
    return [{ reader: `policy ${policy}`, namespace, name, dimensions: pairs, stat }];
  });
}

export interface AlarmedAnswer {
  /** Those that are not among the others anyway. */
  readonly metrics: WatchedMetric[];
  readonly doubts: Doubt[];
}

/**
 * @param others what is asked for of the endpoint itself
 * @param minuteSeconds the period where the alarm's is not known
 */
export function asAlarmsReadThem(
  others: readonly WatchedMetric[],
  alarmed: readonly AlarmedMetric[],
  minuteSeconds: number,
): AlarmedAnswer {
  const asked = new Map(others.map((one) => [keyOf(one), one]));
  const metrics: WatchedMetric[] = [];
  const doubts: Doubt[] = [];
  for (const each of alarmed) {
    const { periodSeconds = minuteSeconds, stat } = each;
    // A number of samples is in no metric's own unit, and nothing shows it.
    if (stat === 'SampleCount') continue;
    const namesake = others.find(({ name }) => name === each.name);
    const isSame = namesake !== undefined && isOf(namesake, each);
    if (namesake !== undefined && !isSame) {
      // In the record, the two would be one metric.
      doubts.push({
        what: `${each.reader} reads ${each.namespace} ${each.name} of ${dimensionsOf(each)}, not of what is watched`,
        affects: ['scaling'],
      });
      continue;
    }
    const wanted = isSame
      ? { ...namesake, periodSeconds, record: { ...namesake.record, stat } }
      : watched({ service: 'sagemaker', ...each, periodSeconds }, rowOf(each));
    const { name, namespace, dimensions, record, scale } = wanted;
    const metric = { name, namespace, dimensions, record, scale, periodSeconds };
    if (asked.has(keyOf(metric))) continue;
    asked.set(keyOf(metric), metric);
    metrics.push(metric);
  }
  return { metrics, doubts };
}

/** In percent of what there is. */
const USAGE = /^(CPU|Memory|GPU|GPUMemory|Disk)Utilization/;

function isOf(metric: WatchedMetric, { namespace, dimensions }: AlarmedMetric): boolean {
  return metric.namespace === namespace && sorted(metric.dimensions) === sorted(dimensions);
}

function sorted(dimensions: readonly Dimension[]): string {
  return dimensions
    .map(({ Name, Value }) => `${Name}=${Value}`)
    .toSorted()
    .join(',');
}

function dimensionsOf({ dimensions }: AlarmedMetric): string {
  return dimensions.map(({ Name, Value }) => `${Name} ${Value}`).join(', ') || 'no dimensions';
}

function rowOf({ namespace, name, stat }: AlarmedMetric): MetricRow {
  if (isDuration({ Namespace: namespace, MetricName: name }))
    return timed(name, stat, MICROSECONDS);
  const isUsage = namespace.startsWith('/aws/sagemaker/') && USAGE.test(name);
  return isUsage ? percentage(name, stat) : counted(name, stat);
}

function keyOf({ namespace, name, dimensions, record, periodSeconds }: WatchedMetric): string {
  return [namespace, name, sorted(dimensions), record.stat, periodSeconds].join('|');
}
