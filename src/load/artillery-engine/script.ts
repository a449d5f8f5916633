/** Reads this worker's share of the load out of an Artillery script. */
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type ArtilleryPhase, toPhases } from '../../scenario/phases.ts';
import { replaySettingsSchema, replayStepSchema } from '../../scenario/schema.ts';
import type { System } from '../../systems/contract.ts';
import { SYSTEMS } from '../../systems/registry.ts';
import type { LoadOrder } from './load-order.ts';

export interface ArtilleryScript {
  config: {
    target: string;
    phases: (ArtilleryPhase & { worker?: number; totalWorkers?: number })[];
    engines?: Record<string, unknown>;
    [key: string]: unknown;
  };
  scenarios: { engine?: string; flow?: unknown }[];
  /** Set by Artillery: the script's absolute path. */
  _scriptPath?: string;
}

const FIXTURES = fileURLToPath(new URL('../../../fixtures/', import.meta.url));

/** @throws Error with one sentence naming what in the script cannot be run */
export function readScript(script: ArtilleryScript): LoadOrder {
  const written = script.config.engines?.replay ?? {};
  const settings = parse('config.engines.replay', replaySettingsSchema, written);
  const step = readStep(script.scenarios);
  const system = findSystem(step.system);
  // Artillery numbers workers on the phases it hands them; without it this is the only worker.
  const { worker = 1, totalWorkers = 1 } = script.config.phases[0] ?? {};
  return {
    phases: toPhases(script.config.phases),
    worker,
    totalWorkers,
    system: system.id,
    datasetFile: step.dataset
      ? resolve(dirname(script._scriptPath ?? ''), step.dataset)
      : resolve(FIXTURES, system.dataset.fixture),
    way: step.way ?? system.defaultWay,
    address: {
      path: step.path ?? null,
      functionName: step.functionName ?? null,
      endpointName: step.endpointName ?? null,
    },
    seed: settings.seed,
    origin: new URL(script.config.target).origin,
    timeoutMs: settings.timeoutMs,
    maxConnections: Math.max(1, Math.floor(settings.maxConnections / totalWorkers)),
  };
}

function readStep(scenarios: ArtilleryScript['scenarios']): z.infer<typeof replayStepSchema> {
  const [scenario, ...others] = scenarios;
  if (!scenario || others.length > 0 || scenario.engine !== 'replay') {
    throw new Error(
      'The replay engine paces a whole plan, so it must have the script to itself: keep exactly one scenario, with `engine: replay`.',
    );
  }
  const flow = z.tuple([z.strictObject({ replay: replayStepSchema })]);
  return parse('scenarios[0].flow', flow, scenario.flow)[0].replay;
}

function findSystem(id: string): System {
  const system = SYSTEMS.get(id);
  if (system) return system;
  throw new Error(`Unknown system "${id}"; known are ${[...SYSTEMS.keys()].join(', ')}.`);
}

function parse<T>(where: string, schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Error(`${where}: ${z.prettifyError(result.error)}`);
}
