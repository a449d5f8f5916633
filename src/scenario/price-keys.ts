/** The keys a price can be set for: instance types and the other kinds of charge. */

import { INSTANCE_TYPE_FORM } from './aws-names.ts';

/** The keys other than instance types, each with the unit its price is for. */
export const UNIT_OF_KEY = {
  'lambda-requests': 'million requests',
  'lambda-gb-seconds': 'GB-second',
  'api-gateway-rest': 'million requests',
  'api-gateway-http': 'million requests',
  'cloudwatch-metrics': 'thousand metrics requested',
  'cloudwatch-custom-metrics': 'metric and month',
  'serverless-gb-seconds': 'GB-second',
  'fargate-vcpu-hours': 'vCPU-hour',
  'fargate-gb-hours': 'GB-hour',
  'lambda-arm-gb-seconds': 'GB-second',
  's3-puts': 'thousand requests',
} as const;

/** Far above what AWS charges for anything; a larger number is a slip. */
export const MAX_PRICE_USD = 1_000_000;

/** @returns whether `key` is an instance type or a key of `UNIT_OF_KEY` */
export function isPriceKey(key: string): boolean {
  return INSTANCE_TYPE_FORM.test(key) || Object.hasOwn(UNIT_OF_KEY, key);
}
