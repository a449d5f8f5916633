/** Identifies the runs that may be compared: like with like. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { watchOf } from '../record/manifest.ts';
import type { RunRecord } from '../record/read.ts';
import type { Verdict } from '../verdict/verdict.ts';

const text = z.string().nullable();
const number = z.number().nullable();

/**
 * What must be the same for two runs to be comparable. What is under test is left out: the model, its code,
 * its commit. Null: the run could not tell, which compares only with another that could not.
 */
export const seriesKeySchema = z.strictObject({
  scenario: z.string(),
  environment: z.string(),
  system: z.string(),
  /** SHA-256 of the dataset. */
  dataset: text,
  way: text,
  region: text,
  engine: z.string(),
  engineVersion: text,
  phases: z.array(
    z.strictObject({ durationSeconds: z.number(), startRps: number, endRps: number }),
  ),
  timeoutMs: number,
  /** The bound by which recovery is measured, and the rule that can end the load early. */
  latencyBoundMs: number,
  abort: z
    .strictObject({
      maxErrorShare: z.number(),
      maxRefusedShare: z.number(),
      forSeconds: z.number(),
    })
    .nullable(),
  instanceType: text,
  serverless: z.strictObject({ maxConcurrency: z.number(), memoryMb: z.number() }).nullable(),
  policy: z
    .strictObject({
      metric: z.string(),
      target: number,
      minInstances: number,
      maxInstances: number,
      scaleOutCooldownSeconds: number,
      scaleInCooldownSeconds: number,
    })
    .nullable(),
  timeCompression: number,
});
export type SeriesKey = z.infer<typeof seriesKeySchema>;
export const KEY_PARTS = Object.keys(seriesKeySchema.shape) as readonly (keyof SeriesKey)[];

export function seriesKey({ manifest }: RunRecord, verdict: Verdict): SeriesKey {
  const { scenario, dataset, versions } = manifest;
  const { endpoint, serverless, policy, capacity } = verdict.settings;
  return {
    scenario: scenario.name,
    environment: scenario.environment,
    system: scenario.systemId ?? scenario.system,
    dataset: dataset?.sha256 ?? null,
    way: scenario.way,
    region: watchOf(manifest)?.region ?? null,
    engine: scenario.engine,
    engineVersion: versions[scenario.engine] ?? null,
    // Their names change nothing.
    phases: (scenario.phases ?? []).map(({ durationSeconds, startRps, endRps }) => ({
      ...{ durationSeconds, startRps, endRps },
    })),
    timeoutMs: scenario.replay.timeoutMs,
    latencyBoundMs: scenario.expect.latency?.maxMs ?? null,
    abort: scenario.abort,
    instanceType: endpoint.instanceType,
    serverless: serverless && {
      maxConcurrency: serverless.maxConcurrency,
      memoryMb: serverless.memoryMb,
    },
    policy: policy && {
      metric: policy.metric,
      target: policy.target?.value ?? null,
      minInstances: capacity?.minInstances ?? null,
      maxInstances: capacity?.maxInstances ?? null,
      scaleOutCooldownSeconds: policy.scaleOutCooldownSeconds,
      scaleInCooldownSeconds: policy.scaleInCooldownSeconds,
    },
    timeCompression: verdict.timeCompression,
  };
}

/** A short name of the key: the first 8 hexadecimal digits of its SHA-256. */
export function seriesId(key: SeriesKey): string {
  return createHash('sha256').update(canonical(key)).digest('hex').slice(0, 8);
}

export interface KeyDifference {
  readonly part: keyof SeriesKey;
  /** As JSON. */
  readonly left: string;
  readonly right: string;
}

/** The parts in which two keys differ. */
export function differences(one: SeriesKey, other: SeriesKey): KeyDifference[] {
  return KEY_PARTS.flatMap((part) => {
    const [left, right] = [canonical(one[part]), canonical(other[part])];
    return left === right ? [] : [{ part, left, right }];
  });
}

/** JSON with its keys in order, so that equal values are equal text. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
