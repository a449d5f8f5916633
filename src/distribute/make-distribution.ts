/** Writes down a load that several workers are to send: `distribution.json`. Pure. */
import {
  DISTRIBUTION_VERSION,
  type Distribution,
  type WorkerPlatform,
} from '../record/distribution.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';
import type { Workers } from './worker-count.ts';

export interface DistributionFacts {
  readonly id: string;
  readonly platform: WorkerPlatform;
  readonly workers: Workers;
  readonly nowMs: number;
  /** Null: the workers agree on a start once all are ready. */
  readonly startInSeconds: number | null;
  /** Where workers leave their samples, as they see it. */
  readonly samples: string;
}

export function makeDistribution(
  scenario: ResolvedScenario,
  facts: DistributionFacts,
): Distribution {
  const { id, platform, workers, nowMs, startInSeconds, samples } = facts;
  const { name, environment, repeat, engine, systemId, replay, phases } = scenario;
  return {
    schemaVersion: DISTRIBUTION_VERSION,
    id,
    createdAtMs: nowMs,
    platform,
    engine,
    workers: workers.workers,
    rpsPerWorker: workers.rpsPerWorker,
    arguments: [...(repeat ?? [name, '--env', environment])],
    systemId,
    seed: replay.seed,
    phases: phases.map(({ name: phase, durationSeconds, startRps, endRps }) => ({
      name: phase,
      durationSeconds,
      startRps,
      endRps,
    })),
    startAtMs: startInSeconds === null ? null : nowMs + startInSeconds * 1_000,
    samples,
  };
}

const MAX_NAME_CHARACTERS = 24;

/**
 * Names a folder, objects of Kubernetes (RFC 1123: 63 lower-case letters, digits and hyphens, to which the operator
 * adds its own endings) and a prefix in S3, so that no two loads meet.
 *
 * @param chance a few letters and digits
 */
export function distributionId(scenario: ResolvedScenario, nowMs: number, chance: string): string {
  const name = `${scenario.name}-${scenario.environment}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_NAME_CHARACTERS)
    .replaceAll(/^-+|-+$/g, '');
  const time = new Date(nowMs)
    .toISOString()
    .replaceAll(/[-:]|\..*$/g, '')
    .toLowerCase();
  return [name || 'load', time, chance].join('-');
}
