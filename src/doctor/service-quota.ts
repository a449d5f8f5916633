/** What the account may have of something, by Service Quotas. */
import {
  paginateListServiceQuotas,
  type ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';

/**
 * Quotas are found by their names: their codes mean nothing, and SageMaker alone has some thousand.
 *
 * @param name null: not known, so that only the permission is tried
 * @returns null when Service Quotas lists none of that name
 * @throws an SDK error
 */
export async function fetchQuota(
  client: ServiceQuotasClient,
  serviceCode: string,
  name: string | null,
): Promise<number | null> {
  const pages = paginateListServiceQuotas({ client, pageSize: 100 }, { ServiceCode: serviceCode });
  for await (const { Quotas = [] } of pages) {
    const quota = Quotas.find(({ QuotaName }) => QuotaName === name);
    if (quota?.Value !== undefined) return quota.Value;
    if (name === null) return null;
  }
  return null;
}
