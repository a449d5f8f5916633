/** Checks what the endpoint's configuration lets a run see of single instances, pools and components. Pure. */
import type { SeenConfig } from '../collector/endpoint-config.ts';
import { METRICS_PER_INSTANCE, MOST_INSTANCES } from '../collector/metrics/instance-metrics.ts';
import { customMetricUsd, PUBLISHED_PER_INSTANCE } from '../cost/instance-metrics-cost.ts';
import type { PriceTable } from '../cost/prices.ts';
import { counted, dollarsEach, seconds } from '../format/numbers.js';
import type { WatchedScenario } from '../scenario/schema.ts';
import { known } from './answer.ts';
import type { AwsAnswers } from './aws-answers.ts';
import { type Item, ok, problem, warning } from './item.ts';

const ENHANCED = {
  id: 'instance-metrics',
  group: 'Metrics and clock',
  title: 'Each instance',
} as const;
const REPORTS = {
  id: 'scaling-reports',
  group: 'Metrics and clock',
  title: 'Scaling reports',
} as const;
const COMPONENT = {
  id: 'inference-component',
  group: 'Endpoint and scaling',
  title: 'Inference component',
} as const;

/** @param prices for what enhanced metrics would cost */
export function metricConfigItems(
  { watch }: WatchedScenario,
  answers: Pick<AwsAnswers, 'config' | 'endpoint' | 'target'>,
  prices: PriceTable,
): Item[] {
  const config = known(answers.config);
  const variant = known(answers.endpoint)?.variant ?? null;
  // A serverless variant has no instances to tell apart.
  if (config === null || variant === null || variant.serverless !== null) return [];
  const instances = Math.max(variant.current ?? 1, known(answers.target)?.maxCapacity ?? 1);
  return [
    enhancedItem(config, instances, prices),
    ...(watch.scalingReports ? [reportsItem(config)] : []),
  ];
}

function enhancedItem({ observation }: SeenConfig, instances: number, prices: PriceTable): Item {
  const { metrics } = observation;
  if (metrics?.enhanced) {
    const often = `Published by InstanceId every ${seconds(metrics.publishSeconds)}; ${METRICS_PER_INSTANCE} metrics an instance are read.`;
    if (instances <= MOST_INSTANCES) return ok(ENHANCED, often);
    return warning(
      ENHANCED,
      `${often} The endpoint may have ${instances} instances.`,
      `Expect the report to tell ${MOST_INSTANCES} of them apart.`,
    );
  }
  const perMonth = prices.get('cloudwatch-custom-metrics');
  const cost =
    perMonth === undefined
      ? ''
      : `; as custom metrics, ${PUBLISHED_PER_INSTANCE} x ${counted(instances, 'instance')} x ${dollarsEach(perMonth.usd)} a month are ${cents(customMetricUsd(instances, 1, perMonth.usd))} an hour (${perMonth.source})`;
  return ok(
    ENHANCED,
    `Enhanced metrics are off: with MetricsConfig.EnableEnhancedMetrics, a run tells instances apart, names a bad one and judges traffic-shared${cost}.`,
  );
}

/** Of a price by the hour, whose digits go on for ever. */
function cents(usd: number): string {
  return dollarsEach(Number(usd.toPrecision(2)));
}

function reportsItem({ observation }: SeenConfig): Item {
  if (observation.metrics?.detailedObservability === false) {
    return warning(
      REPORTS,
      "watch.scalingReports is on, but the endpoint's detailed observability is off: SageMaker reports no scaling times.",
      'Set MetricsConfig.EnableDetailedObservability in a new endpoint configuration, or drop watch.scalingReports.',
    );
  }
  return ok(
    REPORTS,
    'Read with PromQL. AWS charges detailed observability by what it ingests ($0.50 per GB, list price in us-east-1), read or not.',
  );
}

/** Whether the component that is watched is there; or, where none is, whether one should be. */
export function componentItems(
  { watch }: WatchedScenario,
  { component, componentNames, config, target }: AwsAnswers,
): Item[] {
  if (component === null) {
    const names = known(componentNames) ?? [];
    const hosts = names.length > 0 && known(config)?.hasModel === false;
    if (!hosts) return [];
    return [
      problem(
        COMPONENT,
        `The endpoint hosts inference components (${names.join(', ')}), and none is watched: what scales is their copies.`,
        'Set watch.inferenceComponent to one of them.',
      ),
    ];
  }
  const named = `"${watch.inferenceComponent}"`;
  if (!component.ok) {
    const { message } = component.failure;
    const next = 'Correct watch.inferenceComponent, or grant sagemaker:DescribeInferenceComponent.';
    return [problem(COMPONENT, `Cannot read ${named}: ${message}.`, next)];
  }
  const { status, currentCopyCount } = component.value;
  if (status !== 'InService') {
    const next = 'Wait until it is in service; recreate it if it failed.';
    return [problem(COMPONENT, `${named} is ${status}; expected InService.`, next)];
  }
  const copies =
    currentCopyCount === undefined ? 'copies unknown' : counted(currentCopyCount, 'copy', 'copies');
  const bounds = known(target);
  const limits = bounds ? `, ${bounds.minCapacity} to ${bounds.maxCapacity} by its policy` : '';
  const managed = known(config)?.observation.managedInstanceScaling;
  const below =
    managed?.enabled && managed.maxInstanceCount !== undefined
      ? `; on ${managed.minInstanceCount ?? 0} to ${managed.maxInstanceCount} instances`
      : '';
  return [ok(COMPONENT, `${named} is InService: ${copies}${limits}${below}.`)];
}
