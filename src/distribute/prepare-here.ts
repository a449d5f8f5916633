/** Prepares a load from this machine: with its clock, its bundler, and what AWS says of the target's cost. */
import { randomBytes } from 'node:crypto';
import { costBeforeRun } from '../cost/cost-before-run.ts';
import { totalOf } from '../cost/estimate.ts';
import { priceTable } from '../cost/prices.ts';
import { loadFactsOf } from '../load/load-facts.ts';
import { bundleEngine, bundleSystem } from './bundle-engine.ts';
import { bundleK6 } from './k6-bundle.ts';
import { type DistributeRequest, prepare } from './prepare.ts';
import type { Shown } from './render-prepared.ts';
import { workerCostRows } from './worker-cost.ts';
import { gatewayLimit, UNKNOWN_QUOTAS, workerLimits } from './worker-limits.ts';

const BUNDLES = { k6: bundleK6, engine: bundleEngine, system: bundleSystem };

export async function prepareHere(
  request: Omit<DistributeRequest, 'nowMs' | 'chance'>,
): Promise<Shown> {
  const { scenario, platform } = request;
  const chance = randomBytes(2).toString('hex');
  const prepared = await prepare({ ...request, nowMs: Date.now(), chance }, BUNDLES);
  const { distribution, workers } = prepared;
  const target = await costBeforeRun(scenario, 1);
  const { peakRps } = loadFactsOf(scenario.phases);
  const gateway = gatewayLimit(scenario, peakRps);
  return {
    ...prepared,
    limits: [
      ...workerLimits({ scenario, platform, workers, quotas: UNKNOWN_QUOTAS }),
      ...(gateway === null ? [] : [gateway]),
    ],
    cost: totalOf([...target.rows, ...workerCostRows(distribution, priceTable(scenario.prices))]),
  };
}
