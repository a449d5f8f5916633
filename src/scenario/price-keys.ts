/** What a price may be set for: an instance type, or one of the other kinds of charge. */

/** What one of each costs that much: the keys beside instance types. */
export const UNIT_OF_KEY = {
  'lambda-requests': 'million requests',
  'lambda-gb-seconds': 'GB-second',
  'api-gateway-rest': 'million requests',
  'api-gateway-http': 'million requests',
  'cloudwatch-metrics': 'thousand metrics requested',
  'serverless-gb-seconds': 'GB-second',
} as const;

const INSTANCE_TYPE = /^ml\.[a-z0-9-]+\.[a-z0-9]+$/;

/** @returns whether a price of that name means anything: an instance type, or a key of `UNIT_OF_KEY` */
export function isPriceKey(key: string): boolean {
  return INSTANCE_TYPE.test(key) || Object.hasOwn(UNIT_OF_KEY, key);
}
