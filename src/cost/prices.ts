/** What AWS charges: a dated table for us-east-1, in which the user can override any price. */
import { HOSTING_USD_PER_HOUR } from '../aws/list-prices.ts';
import { decimalNumber } from '../input/number-text.ts';
import { UserError } from '../input/user-error.ts';
import { isPriceKey, MAX_PRICE_USD, UNIT_OF_KEY } from '../scenario/price-keys.ts';

export interface Price {
  readonly usd: number;
  /** Where it comes from, as the end of a sentence: `list price in us-east-1, 2025-26`. */
  readonly source: string;
}

/** By key: an instance type (US dollars per hour), or one of `UNIT_OF_KEY`. */
export type PriceTable = ReadonlyMap<string, Price>;

const BUILT_IN: Readonly<Record<string, number>> = {
  ...HOSTING_USD_PER_HOUR,
  'lambda-requests': 0.2,
  'lambda-gb-seconds': 0.0000166667,
  'api-gateway-rest': 3.5,
  'api-gateway-http': 1,
  'cloudwatch-metrics': 0.01,
  // The first tier: https://aws.amazon.com/cloudwatch/pricing/
  'cloudwatch-custom-metrics': 0.3,
  // Of workers: https://aws.amazon.com/fargate/pricing/ (Linux, x86), https://aws.amazon.com/lambda/pricing/
  // and https://aws.amazon.com/s3/pricing/.
  'fargate-vcpu-hours': 0.04048,
  'fargate-gb-hours': 0.004445,
  'lambda-arm-gb-seconds': 0.0000133334,
  's3-puts': 0.005,
};

const BUILT_IN_SOURCE = 'list price in us-east-1, 2025-26';
export const PRICES_REGION = 'us-east-1';

/** @param overrides by key, in US dollars: they take precedence over the table */
export function priceTable(
  overrides: Readonly<Record<string, number>> = {},
  source = 'your price',
): PriceTable {
  return new Map([
    ...Object.entries(BUILT_IN).map(
      ([key, usd]) => [key, { usd, source: BUILT_IN_SOURCE }] as const,
    ),
    ...Object.entries(overrides).map(([key, usd]) => [key, { usd, source }] as const),
  ]);
}

/**
 * Reads `ml.m5.xlarge=0.23`.
 *
 * @throws UserError for another shape, an unknown key or a price below 0
 */
export function parsePrice(text: string): readonly [key: string, usd: number] {
  const [key = '', written = '', ...more] = text.split('=');
  const usd = decimalNumber(written);
  if (more.length > 0 || usd === null || usd < 0 || usd > MAX_PRICE_USD) {
    throw new UserError(
      `--price ${text}: expected KEY=USD with a price from 0 to ${MAX_PRICE_USD}, for example --price ml.m5.xlarge=0.23.`,
    );
  }
  if (!isPriceKey(key)) {
    throw new UserError(
      `--price ${text}: unknown key "${key}"; expected an instance type such as ml.m5.xlarge, or one of ${Object.keys(UNIT_OF_KEY).join(', ')}.`,
    );
  }
  return [key, usd];
}
