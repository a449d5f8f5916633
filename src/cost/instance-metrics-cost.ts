/** What enhanced metrics cost while a run lasts: each metric of each instance is a custom metric. */
import { counted, dollarsEach } from '../format/numbers.js';
import type { CostFacts, CostRow } from './cost-facts.ts';
import type { PriceTable } from './prices.ts';

/**
 * Metrics that an instance without accelerators publishes by its id: Invocations, three of errors, ModelLatency,
 * OverheadLatency and ConcurrentRequestsPerModel; CPU, memory and disk. AWS prorates their price by the hour.
 */
export const PUBLISHED_PER_INSTANCE = 10;
const HOURS_A_MONTH = 730;

/** @param usdPerMonth price of one metric for a month */
export function customMetricUsd(instances: number, hours: number, usdPerMonth: number): number {
  return (instances * PUBLISHED_PER_INSTANCE * hours * usdPerMonth) / HOURS_A_MONTH;
}

export function instanceMetricsRow(facts: CostFacts, prices: PriceTable): CostRow[] {
  const { endpoint, loadSeconds, settleSeconds } = facts;
  if (endpoint.kind !== 'instances' || !endpoint.enhanced) return [];
  const what = 'Instance metrics';
  const price = prices.get('cloudwatch-custom-metrics');
  if (!price) {
    return [
      { what, usd: null, assumption: 'No price; add --price cloudwatch-custom-metrics=USD.' },
    ];
  }
  const { low, high } = endpoint.count;
  // A metric that is published in an hour is charged for the hour.
  const hours = (seconds: number) => Math.ceil(seconds / 3_600);
  return [
    {
      what,
      usd: {
        low: customMetricUsd(low, hours(loadSeconds + settleSeconds.low), price.usd),
        high: customMetricUsd(high, hours(loadSeconds + settleSeconds.high), price.usd),
      },
      assumption: `Enhanced metrics: about ${PUBLISHED_PER_INSTANCE} of each of ${low === high ? counted(high, 'instance') : `${low} to ${counted(high, 'instance')}`} at ${dollarsEach(price.usd)} a month (${price.source}), by the hour; accelerators have more.`,
    },
  ];
}
