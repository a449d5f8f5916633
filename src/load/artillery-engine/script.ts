/** Reads the load from the script that Artillery passes to this worker. */
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { type Distribution, distributionSchema } from '../../record/distribution.ts';
import { type ArtilleryPhase, toPhases } from '../../scenario/phases.ts';
import {
  type Phase,
  replaySettingsSchema,
  replayStepSchema,
  watchSchema,
} from '../../scenario/schema.ts';
import { systemReference } from '../../systems/load-system.ts';
import type { LoadOrder } from './load-order.ts';
import type { FoundShare, SendingShare } from './workers.ts';

export interface ArtilleryScript {
  config: {
    target: string;
    phases: (ArtilleryPhase & { worker?: number; totalWorkers?: number })[];
    engines?: Record<string, unknown>;
    scaleproof?: {
      watch?: Record<string, unknown>;
      /** The whole plan, if `scaleproof run` wrote the script. */
      phases?: Phase[];
      /** Of a load that several machines send together. */
      distribution?: unknown;
    };
    [key: string]: unknown;
  };
  scenarios: { engine?: string; flow?: unknown }[];
  /** Set by Artillery: the script's absolute path. */
  _scriptPath?: string;
}

export interface LoadInScript {
  readonly share: FoundShare;
  /** Null: this process sends the whole plan. */
  readonly distribution: Distribution | null;
  readonly order: Omit<LoadOrder, keyof SendingShare>;
}

/** @throws Error naming, in one sentence, what in the script cannot be run */
export function readScript(script: ArtilleryScript): LoadInScript {
  const written = script.config.engines?.replay ?? {};
  const settings = parse('config.engines.replay', replaySettingsSchema, written);
  const step = readStep(script.scenarios);
  const folder = dirname(script._scriptPath ?? '');
  // Artillery adds worker numbers to the phases; without them, this is the only worker.
  const { worker = 1, totalWorkers = 1 } = script.config.phases[0] ?? {};
  const inferenceComponent = step.inferenceComponent ?? watched(script, 'inferenceComponent');
  const whole = script.config.scaleproof?.phases;
  const distribution = script.config.scaleproof?.distribution;
  return {
    share: {
      worker,
      totalWorkers,
      phases: whole ?? toPhases(script.config.phases),
      isWhole: whole !== undefined,
      rpsPerWorker: settings.rpsPerWorker,
    },
    distribution:
      distribution === undefined
        ? null
        : parse('config.scaleproof.distribution', distributionSchema, distribution),
    order: {
      system: systemReference(step.system, folder),
      datasetFile: step.dataset ? resolve(folder, step.dataset) : null,
      way: step.way ?? null,
      address: {
        path: step.path ?? null,
        functionName: step.functionName ?? watched(script, 'functionName'),
        endpointName: step.endpointName ?? watched(script, 'endpointName'),
        ...(inferenceComponent === null ? {} : { inferenceComponent }),
      },
      region: watchSchema.shape.region.parse(step.region ?? watched(script, 'region') ?? undefined),
      headersFromEnvironment: step.headersFromEnvironment,
      seed: settings.seed,
      origin: new URL(script.config.target).origin,
      timeoutMs: settings.timeoutMs,
      maxConnections: settings.maxConnections,
    },
  };
}

function readStep(scenarios: ArtilleryScript['scenarios']): z.infer<typeof replayStepSchema> {
  const [scenario, ...others] = scenarios;
  if (!scenario || others.length > 0 || scenario.engine !== 'replay') {
    throw new Error(
      'The replay engine paces the whole plan, so it needs the script to itself: keep exactly one scenario, with `engine: replay`.',
    );
  }
  const flow = z.tuple([z.strictObject({ replay: replayStepSchema })]);
  return parse('scenarios[0].flow', flow, scenario.flow)[0].replay;
}

/** By default, what is loaded is what is watched. Plain Artillery does not validate it. */
function watched(
  script: ArtilleryScript,
  key: 'functionName' | 'endpointName' | 'inferenceComponent' | 'region',
): string | null {
  const name = script.config.scaleproof?.watch?.[key];
  return typeof name === 'string' ? name : null;
}

function parse<T>(where: string, schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Error(`${where}: ${z.prettifyError(result.error)}`);
}
