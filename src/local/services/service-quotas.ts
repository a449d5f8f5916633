/** Service Quotas: the account limits that a load can reach. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ACCOUNT } from '../../simulation/identity.ts';
import { ACCOUNT_CONCURRENCY } from '../../simulation/lambda-function.ts';
import { AwsError } from '../wire/aws-error.ts';
import { integerField, nameField } from './fields.ts';
import { pageOf, readCursor } from './paging.ts';
import { type Call, operation, type Service } from './service.ts';
import { invalidMember } from './validation-exception.ts';

export const QUOTAS_TARGET = 'ServiceQuotasV20190624';

interface Quota {
  readonly service: string;
  readonly code: string;
  readonly name: string;
  readonly value: number;
}

/** Default; a fault can set a lower quota. */
const ENDPOINT_INSTANCES = 20;

/** Quota codes for Lambda and API Gateway are AWS's own; those for instance types are invented. */
function quotas({ simulation: { settings } }: Call): Quota[] {
  const { instanceType, policy, faults, apiGateway } = settings;
  const name = `${instanceType} for endpoint usage`;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8).toUpperCase();
  const value = Number.isFinite(faults.quotaInstances)
    ? faults.quotaInstances
    : Math.max(ENDPOINT_INSTANCES, policy.maxCapacity);
  return [
    { service: 'sagemaker', code: `L-${hash}`, name, value },
    {
      service: 'lambda',
      code: 'L-B99A9384',
      name: 'Concurrent executions',
      value: ACCOUNT_CONCURRENCY,
    },
    {
      service: 'apigateway',
      code: 'L-8A5B8E43',
      name: 'Throttle rate',
      value: apiGateway?.rateRps ?? 10_000,
    },
    {
      service: 'apigateway',
      code: 'L-CDF5615A',
      name: 'Throttle burst rate',
      value: apiGateway?.burst ?? 5_000,
    },
  ];
}

const listServiceQuotas = operation(
  invalidMember,
  z.object({
    ServiceCode: nameField,
    MaxResults: integerField
      .refine((n) => n >= 1 && n <= 100, 'must be between 1 and 100')
      .default(100),
    NextToken: z.string().optional(),
  }),
  ({ ServiceCode, MaxResults, NextToken }, call) => {
    const all = quotas(call).filter(({ service }) => service === ServiceCode);
    if (all.length === 0) throw noSuchResource(`The service ${ServiceCode} has no quotas here.`);
    const { items, next } = pageOf(all, readCursor(NextToken, 0, invalidPage), MaxResults);
    return { Quotas: items.map((quota) => describe(quota, call)), ...next };
  },
);

const getServiceQuota = operation(
  invalidMember,
  z.object({ ServiceCode: nameField, QuotaCode: nameField }),
  ({ ServiceCode, QuotaCode }, call) => {
    const found = quotas(call).find(
      ({ service, code }) => service === ServiceCode && code === QuotaCode,
    );
    if (!found) throw noSuchResource(`The quota ${QuotaCode} of ${ServiceCode} is not known.`);
    return { Quota: describe(found, call) };
  },
);

function describe({ service, code, name, value }: Quota, { identity }: Call): object {
  const { region } = identity;
  return {
    ServiceCode: service,
    QuotaArn: `arn:aws:servicequotas:${region}:${ACCOUNT}:${service}/${code}`,
    QuotaCode: code,
    QuotaName: name,
    Value: value,
    Unit: 'None',
    Adjustable: true,
    GlobalQuota: false,
  };
}

const noSuchResource = (message: string) => new AwsError('NoSuchResourceException', message);
const invalidPage = () =>
  new AwsError('InvalidPaginationTokenException', 'The next token is not one that was returned.');

export const serviceQuotas: Service = {
  ListServiceQuotas: listServiceQuotas,
  GetServiceQuota: getServiceQuota,
};
