/** Estimates the endpoint's cost during a run: instances by the hour, serverless by GB-second. */
import {
  DEFAULT_COOLDOWN_SECONDS,
  METRIC_PERIOD_SECONDS,
  USUAL_ALARM_DATAPOINTS,
} from '../aws/target-tracking.ts';
import { dollarsEach, seconds } from '../format/numbers.js';
import type { CostFacts, CostRow, EndpointFacts } from './cost-facts.ts';
import type { Price, PriceTable } from './prices.ts';

/** Instances added by a load stay until the low alarm fires and the cooldown has passed. */
const LOW_ALARM_MINUTES = (USUAL_ALARM_DATAPOINTS.in * METRIC_PERIOD_SECONDS) / 60;
const COOLDOWN_MINUTES = DEFAULT_COOLDOWN_SECONDS / 60;
const SCALE_IN_MINUTES = LOW_ALARM_MINUTES + COOLDOWN_MINUTES;
const SECONDS_AN_HOUR = 3_600;

export function instanceRows(facts: CostFacts, prices: PriceTable): CostRow[] {
  const { endpoint, loadSeconds, settleSeconds } = facts;
  const what = 'Instances';
  const types = endpoint.kind === 'instances' ? typesOf(endpoint) : [];
  if (endpoint.kind !== 'instances' || types.length === 0) {
    const assumption =
      'Instance type and count are unknown, because AWS did not report them; see the items above.';
    return [{ what, usd: null, assumption }];
  }
  const { count } = endpoint;
  const unpriced = types.find((type) => !prices.has(type));
  if (unpriced !== undefined) {
    const assumption = `No price for ${unpriced}; add --price ${unpriced}=USD (per hour), or --live-prices.`;
    return [{ what, usd: null, assumption }];
  }
  // Of pools, nobody knows beforehand which type an instance will be.
  const priced = types
    .map((type) => ({ type, ...prices.get(type)! }))
    .toSorted((left, right) => left.usd - right.usd);
  const [cheapest, dearest] = [priced[0]!, priced.at(-1)!];
  const hours = (seconds: number) => seconds / SECONDS_AN_HOUR;
  const low = hours(loadSeconds + settleSeconds.low);
  const high = hours(loadSeconds + settleSeconds.high);
  const counted = count.low === count.high ? `${count.low}` : `${count.low} to ${count.high}`;
  const rows: CostRow[] = [
    {
      what,
      usd: { low: count.low * low * cheapest.usd, high: count.high * high * dearest.usd },
      assumption: `${counted} ${typesInWords(priced)} during the run.`,
    },
  ];
  const added = count.high - count.low;
  if (added > 0) {
    rows.push({
      what: 'Until scaled in',
      usd: { low: 0, high: added * hours(SCALE_IN_MINUTES * 60) * dearest.usd },
      assumption: `Up to ${added} more for ${SCALE_IN_MINUTES} minutes after the run: ${LOW_ALARM_MINUTES} of low load, then a cooldown of ${COOLDOWN_MINUTES}.`,
    });
  }
  return rows;
}

function typesOf({ instanceType, pools }: Extract<EndpointFacts, { kind: 'instances' }>) {
  return pools ?? (instanceType === null ? [] : [instanceType]);
}

function typesInWords(priced: readonly (Price & { readonly type: string })[]): string {
  const each = priced.map(({ type, usd }) => `${type} at ${dollarsEach(usd)}`).join(' or ');
  return `${each} per hour (${priced[0]!.source})`;
}

export function serverlessRow(
  { requests, answerSeconds }: CostFacts,
  { memoryMb }: Extract<EndpointFacts, { kind: 'serverless' }>,
  prices: PriceTable,
): CostRow {
  const what = 'Serverless';
  const price = prices.get('serverless-gb-seconds');
  if (!price) {
    const assumption =
      'No price for serverless inference; add --price serverless-gb-seconds=USD for your Region.';
    return { what, usd: null, assumption };
  }
  const usd = (seconds: number) => ((requests * seconds * memoryMb) / 1_024) * price.usd;
  return {
    what,
    usd: { low: usd(answerSeconds.low), high: usd(answerSeconds.high) },
    assumption: `${memoryMb} MB for up to ${seconds(answerSeconds.high)} per request; data processing is not included.`,
  };
}
