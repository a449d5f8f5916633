/** A distribution for tests, of a scenario as it is. */
import { makeDistribution } from '../../src/distribute/make-distribution.ts';
import { countWorkers } from '../../src/distribute/worker-count.ts';
import type { Distribution, WorkerPlatform } from '../../src/record/distribution.ts';
import type { ResolvedScenario } from '../../src/scenario/schema.ts';

export function distributionOf(
  scenario: ResolvedScenario,
  platform: WorkerPlatform = 'fargate',
  workers = 1,
): Distribution {
  const { engine, phases } = scenario;
  return makeDistribution(scenario, {
    id: 'wine-smoke-20261122t080000-ab12',
    platform,
    workers: countWorkers({ platform, engine, phases, workers }),
    nowMs: Date.UTC(2026, 10, 22, 8),
    startInSeconds: null,
    samples: 's3://bucket/loads/wine-smoke-20261122t080000-ab12',
  });
}
