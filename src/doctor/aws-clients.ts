/** AWS clients that doctor needs in addition to the collector's. All calls are read-only. */
import { PricingClient } from '@aws-sdk/client-pricing';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { STSClient } from '@aws-sdk/client-sts';
import { clientConfiguration } from '../aws/client-configuration.ts';
import type { Watch } from '../scenario/schema.ts';

export interface DoctorClients {
  readonly sts: STSClient;
  readonly quotas: ServiceQuotasClient;
  readonly pricing: PricingClient;
  destroy(): void;
}

/** The Price List API exists in few Regions; this one has the prices of all Regions. */
const PRICING_REGION = 'us-east-1';

export function createDoctorClients(watch: Pick<Watch, 'region' | 'endpointUrl'>): DoctorClients {
  const configuration = clientConfiguration(watch);
  const clients = {
    sts: new STSClient(configuration),
    quotas: new ServiceQuotasClient(configuration),
    pricing: new PricingClient({ ...configuration, region: PRICING_REGION }),
  };
  return {
    ...clients,
    destroy() {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}
