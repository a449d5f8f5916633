/** Resolves a scenario's system, way and address, or names the file and line that is wrong. */
import { relative } from 'node:path';
import type { Path } from '../input/expected.ts';
import { UserError } from '../input/user-error.ts';
import type { Address, System, Way } from '../systems/contract.ts';
import { loadSystem, systemReference } from '../systems/load-system.ts';
import { DEFAULT_REGION, type ReplayStep, type Watch } from './schema.ts';

/** Path of a scenario's only step. */
const STEP = ['scenarios', 0, 'flow', 0, 'replay'] as const;

export interface LoadedSystem {
  /** The system's id, or its module's absolute path. */
  readonly system: string;
  readonly systemId: string;
  /** Its module, relative to the scenario's folder; null for a built-in system. */
  readonly systemModule: string | null;
  readonly way: Way;
  readonly address: Address;
  /** AWS Region to sign requests for, where the way requires signing. */
  readonly region: string;
}

/**
 * @param folder the scenario's folder, which relative paths start from
 * @throws UserError (as a rejection) naming file and line
 */
export async function findSystem(
  step: ReplayStep,
  watch: Watch | null,
  folder: string,
  at: (path: Path) => string,
): Promise<LoadedSystem> {
  const reference = systemReference(step.system, folder);
  const loaded = await load(reference, at);
  const way = wayOf(step, loaded, at);
  const inferenceComponent = step.inferenceComponent ?? watch?.inferenceComponent;
  const address = {
    path: step.path ?? null,
    functionName: step.functionName ?? watch?.functionName ?? null,
    endpointName: step.endpointName ?? watch?.endpointName ?? null,
    ...(inferenceComponent === undefined ? {} : { inferenceComponent }),
  };
  if (way === 'lambda' && address.functionName === null) {
    const key =
      watch === null
        ? '`functionName` in the replay step'
        : '"config.scaleproof.watch.functionName"';
    throw new UserError(`${at([...STEP, 'way'])}: way "lambda" needs a function name; set ${key}.`);
  }
  if (way === 'sagemaker' && address.endpointName === null) {
    throw new UserError(
      `${at([...STEP, 'way'])}: way "sagemaker" needs an endpoint name; set \`endpointName\` in the replay step.`,
    );
  }
  return {
    system: reference,
    systemId: loaded.id,
    systemModule: reference === loaded.id ? null : relative(folder, reference),
    way,
    address,
    region: step.region ?? watch?.region ?? DEFAULT_REGION,
  };
}

async function load(reference: string, at: (path: Path) => string): Promise<System> {
  try {
    return await loadSystem(reference);
  } catch (cause) {
    if (!(cause instanceof UserError)) throw cause;
    throw new UserError(`${at([...STEP, 'system'])}: ${cause.message}`, { cause });
  }
}

function wayOf(
  { way }: ReplayStep,
  { id, ways, defaultWay }: System,
  at: (path: Path) => string,
): Way {
  if (way === undefined || ways[way]) return way ?? defaultWay;
  throw new UserError(
    `${at([...STEP, 'way'])}: system "${id}" does not support way "${way}"; use ${Object.keys(ways).join(' or ')}.`,
  );
}
