/**
 * `distribution.json`: a load that several workers send together. `distribute` writes it, every worker carries it,
 * and `import` checks against it what the workers brought back.
 */
import { z } from 'zod';
import { LATEST_MS } from './plausible.ts';

/** Increment when readers of the previous version would misread the file. */
export const DISTRIBUTION_VERSION = 1;

export const DISTRIBUTION_FILE = 'distribution.json';

/** Where workers run. */
export const WORKER_PLATFORMS = ['k6-operator', 'fargate', 'lambda', 'processes'] as const;
export type WorkerPlatform = (typeof WORKER_PLATFORMS)[number];

/** As many as anybody starts: at 1,000 requests/s each, a million. */
export const MAX_WORKERS = 1_000;

const plannedPhase = z.object({
  name: z.string(),
  durationSeconds: z.number().nonnegative(),
  startRps: z.number().nonnegative(),
  endRps: z.number().nonnegative(),
});

export const distributionSchema = z.object({
  schemaVersion: z.literal(DISTRIBUTION_VERSION),
  /** Distinguishes this load's samples from those of any other. */
  id: z.string().min(1),
  createdAtMs: z.number().min(0).max(LATEST_MS),
  platform: z.enum(WORKER_PLATFORMS),
  engine: z.enum(['artillery', 'k6']),
  workers: z.int().positive().max(MAX_WORKERS),
  /** What one worker was taken to send at most, requests/s. */
  rpsPerWorker: z.number().positive(),
  /** To resolve the scenario again, as a run records them. */
  arguments: z.array(z.string()),
  systemId: z.string(),
  seed: z.int().nonnegative(),
  /** The whole plan; worker w of n sends request w-1, n+w-1, 2n+w-1 and so on of it. */
  phases: z.array(plannedPhase),
  /** When all start, epoch ms; null where they agree on it once all are ready. */
  startAtMs: z.number().min(0).max(LATEST_MS).nullable(),
  /** Where workers leave their samples: `s3://bucket/prefix`, `log`, or a folder as the workers see it. */
  samples: z.string().min(1),
});
export type Distribution = z.infer<typeof distributionSchema>;
