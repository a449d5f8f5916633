/** Checks workers elsewhere against the account's quotas and what a worker can open. */
import type { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { QUOTA_NAMES } from '../aws/quotas.ts';
import type { CostFacts } from '../cost/cost-facts.ts';
import { type CostEstimate, estimateCost, totalOf } from '../cost/estimate.ts';
import type { PriceTable } from '../cost/prices.ts';
import { refuseImpossible } from '../distribute/refuse.ts';
import { workerCostRows } from '../distribute/worker-cost.ts';
import { countWorkers, type Workers } from '../distribute/worker-count.ts';
import { type Quotas, UNKNOWN_QUOTAS, workerLimits } from '../distribute/worker-limits.ts';
import type { WorkerPlatform } from '../record/distribution.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';
import { answerOf, known } from './answer.ts';
import { fetchQuota } from './aws-answers.ts';
import { createDoctorClients } from './aws-clients.ts';
import type { Group, Item } from './item.ts';

/** A load that workers send, as `distribute` would prepare it. */
export interface LoadOfWorkers {
  readonly platform: WorkerPlatform;
  readonly workers: Workers;
}

/**
 * @param workers absent: as few as the peak needs
 * @throws UserError for a load that workers of this platform cannot send
 */
export function loadOfWorkers(
  scenario: ResolvedScenario,
  platform: WorkerPlatform,
  workers?: number,
): LoadOfWorkers {
  const { engine, phases } = scenario;
  refuseImpossible(scenario, platform, undefined);
  const asked = { platform, engine, phases, ...(workers === undefined ? {} : { workers }) };
  return { platform, workers: countWorkers(asked) };
}

/** Of the target, and of workers elsewhere. */
export function costOf(
  { phases }: ResolvedScenario,
  load: LoadOfWorkers | null,
  facts: CostFacts,
  prices: PriceTable,
): CostEstimate {
  const target = estimateCost(facts, prices);
  if (load === null) return target;
  const { platform, workers } = load;
  const shape = { platform, workers: workers.workers, phases };
  return totalOf([...target.rows, ...workerCostRows(shape, prices)]);
}

/** Items of the load itself; all others are about quotas. */
const OF_LOAD: Readonly<Record<string, Group>> = {
  workers: 'Load',
  'worker-connections': 'Load',
  'worker-time': 'Load',
};

/** @param region where the workers would run */
export async function workerItems(
  scenario: ResolvedScenario,
  load: LoadOfWorkers | null,
  region: string,
): Promise<Item[]> {
  if (load === null) return [];
  const quotas = await quotasFor(load.platform, region);
  return workerLimits({ scenario, ...load, quotas }).map((limit) => ({
    ...limit,
    group: OF_LOAD[limit.id] ?? 'Quotas and prices',
  }));
}

/** What Service Quotas does not tell stays unknown, and the default is what the item names. */
async function quotasFor(platform: WorkerPlatform, region: string): Promise<Quotas> {
  const name = QUOTA_OF[platform];
  if (name === undefined) return UNKNOWN_QUOTAS;
  const clients = createDoctorClients({ region });
  try {
    return { ...UNKNOWN_QUOTAS, [name]: await quotaOf(clients.quotas, name) };
  } finally {
    clients.destroy();
  }
}

const QUOTA_OF: Readonly<Partial<Record<WorkerPlatform, keyof Quotas>>> = {
  fargate: 'fargateVcpus',
  lambda: 'lambdaConcurrency',
};

export async function quotaOf(
  client: ServiceQuotasClient,
  quota: keyof Quotas,
): Promise<number | null> {
  const { service, name } = QUOTA_NAMES[quota];
  return known(await answerOf(() => fetchQuota(client, service, name)));
}
