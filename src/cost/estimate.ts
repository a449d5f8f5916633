/**
 * Estimates what a run will cost: one row per kind of charge, each a range with its assumption.
 *
 * Pure. An unknown price gives a row without figures, never a row of 0. The total is then
 * `isComplete: false`, and no cost limit can be enforced with it.
 */
import { counted, level, seconds } from '../format/numbers.js';
import type { CostFacts, CostRow, Range } from './cost-facts.ts';
import { instanceRows, serverlessRow } from './endpoint-cost.ts';
import { instanceMetricsRow } from './instance-metrics-cost.ts';
import type { PriceTable } from './prices.ts';

export interface CostEstimate {
  readonly rows: CostRow[];
  /** Sum of the known rows. */
  readonly usd: Range;
  /** False when a row has no figure: the run costs more than the sum. */
  readonly isComplete: boolean;
}

export function estimateCost(facts: CostFacts, prices: PriceTable): CostEstimate {
  return totalOf(facts.isLocal ? [] : chargedRows(facts, prices));
}

export function totalOf(rows: CostRow[]): CostEstimate {
  const known = rows.flatMap(({ usd }) => (usd === null ? [] : [usd]));
  return {
    rows,
    usd: {
      low: known.reduce((sum, { low }) => sum + low, 0),
      high: known.reduce((sum, { high }) => sum + high, 0),
    },
    isComplete: known.length === rows.length,
  };
}

/** Of at most so many attempts, of which the first may be enough. */
export function costOfAttempts(one: CostEstimate, attempts: number): CostEstimate {
  if (attempts === 1) return one;
  const times = ({ low, high }: Range): Range => ({ low, high: high * attempts });
  return {
    ...one,
    rows: one.rows.map((row) => ({
      ...row,
      usd: row.usd && times(row.usd),
      assumption: `${row.assumption} Up to ${attempts} times.`,
    })),
    usd: times(one.usd),
  };
}

function chargedRows(facts: CostFacts, prices: PriceTable): CostRow[] {
  return [
    ...endpointRows(facts, prices),
    ...functionRows(facts, prices),
    ...apiRows(facts, prices),
    ...metricsRows(facts, prices),
    ...instanceMetricsRow(facts, prices),
  ];
}

function endpointRows(facts: CostFacts, prices: PriceTable): CostRow[] {
  const { endpoint } = facts;
  switch (endpoint.kind) {
    case 'serverless':
      return [serverlessRow(facts, endpoint, prices)];
    case 'unwatched':
      return facts.function === null ? [UNWATCHED] : [];
    case 'instances':
    case 'unknown':
      return instanceRows(facts, prices);
  }
}

/** A target that nothing is known of costs something, or nothing: no figure would be right. */
const UNWATCHED: CostRow = {
  what: 'Target',
  usd: null,
  assumption: 'Not watched, so what answers and what it costs is not known.',
};

function functionRows({ function: invoked, requests }: CostFacts, prices: PriceTable): CostRow[] {
  if (!invoked) return [];
  const { memoryMb, durationSeconds, source } = invoked;
  const gbSeconds = (memory: number, seconds: number) => (requests * seconds * memory) / 1_024;
  return [
    costRow('Lambda requests', prices, 'lambda-requests', exactly(requests / 1e6), [
      counted(requests, 'invocation'),
    ]),
    costRow(
      'Lambda compute',
      prices,
      'lambda-gb-seconds',
      {
        low: gbSeconds(memoryMb.low, durationSeconds.low),
        high: gbSeconds(memoryMb.high, durationSeconds.high),
      },
      [`${span(memoryMb)} MB for ${span(durationSeconds)} s per request (${source})`],
    ),
  ];
}

function apiRows({ api, requests }: CostFacts, prices: PriceTable): CostRow[] {
  const requested = counted(requests, 'request');
  const millions = exactly(requests / 1e6);
  switch (api) {
    case 'none':
      return [];
    case 'http':
      return [
        costRow('API Gateway', prices, 'api-gateway-http', millions, [requested, 'HTTP API']),
      ];
    case 'rest':
      return [
        costRow('API Gateway', prices, 'api-gateway-rest', millions, [requested, 'REST API']),
      ];
    default: {
      const dearest = costRow('API Gateway', prices, 'api-gateway-rest', millions, []);
      const cheapest = prices.get(api === 'either' ? 'api-gateway-http' : '');
      const usd = dearest.usd && {
        low: (cheapest?.usd ?? 0) * millions.low,
        high: dearest.usd.high,
      };
      const what =
        api === 'either'
          ? 'an HTTP or a REST API'
          : 'a REST API, or none; set watch.api to be exact';
      return [{ ...dearest, usd, assumption: `${requested}, ${what}.` }];
    }
  }
}

function metricsRows(
  { metricPolls, loadSeconds, settleSeconds }: CostFacts,
  prices: PriceTable,
): CostRow[] {
  if (metricPolls === null) return [];
  const { everySeconds, metrics, instanceMetrics = exactly(0) } = metricPolls;
  const thousands = (seconds: number, ofInstances: number) =>
    (Math.ceil(seconds / everySeconds) * (metrics + ofInstances)) / 1_000;
  const requested = {
    low: thousands(loadSeconds + settleSeconds.low, instanceMetrics.low),
    high: thousands(loadSeconds + settleSeconds.high, instanceMetrics.high),
  };
  const all = span({ low: metrics + instanceMetrics.low, high: metrics + instanceMetrics.high });
  return [
    costRow('CloudWatch', prices, 'cloudwatch-metrics', requested, [
      `GetMetricData for ${all} metrics every ${seconds(everySeconds)}`,
    ]),
  ];
}

export function costRow(
  what: string,
  prices: PriceTable,
  key: string,
  amount: Range,
  assumptions: readonly string[],
): CostRow {
  const price = prices.get(key);
  if (!price) return { what, usd: null, assumption: `No price; add --price ${key}=USD.` };
  const usd = { low: amount.low * price.usd, high: amount.high * price.usd };
  return { what, usd, assumption: `${assumptions.join(', ')}.` };
}

function exactly(amount: number): Range {
  return { low: amount, high: amount };
}

function span({ low, high }: Range): string {
  return low === high ? level(low) : `${level(low)} to ${level(high)}`;
}
