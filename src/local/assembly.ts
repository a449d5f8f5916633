/**
 * Assembles a stand-in without its socket, so that the one listening on a port and the one running in
 * virtual time are the same.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { UserError } from '../input/user-error.ts';
import type { TruthEvent } from '../record/truth-events.ts';
import type { StandInConfig } from '../scenario/stand-in-config.ts';
import { refuseContradictions } from '../scenario/stand-in-contradictions.ts';
import { seededChance, seededUniform } from '../simulation/chance.ts';
import type { Identity } from '../simulation/identity.ts';
import { canAutoscale } from '../simulation/instance-type.ts';
import { resolveSettings } from '../simulation/settings.ts';
import { Simulation } from '../simulation/simulation.ts';
import { ApiFaults } from './api-faults.ts';
import { createEndpoint } from './endpoint.ts';
import { createFrontParts, openFront, predictionLine } from './front.ts';
import { type HostedSystem, hostedSystem } from './hosted-systems.ts';
import { type Model, swapLabels } from './models/model.ts';
import { drive } from './real-time.ts';
import { createRouter } from './wire/router.ts';

const POLICY_NAME = 'SageMakerEndpointInvocationScalingPolicy';

export interface AssemblyOptions {
  /** The system it stands in for, such as `wine`. */
  readonly system: string;
  readonly config: StandInConfig;
  readonly identity: Identity;
  /** Lambda function name, with or without a version; defaults to the system's id. */
  readonly functionName?: string | undefined;
  /** False for a variant that is not a scalable target. */
  readonly withPolicy: boolean;
  /** This machine's clock, epoch ms; the simulated AWS clock may be offset from it. */
  readonly trueMs: () => number;
  /** Returns a new unique name, like a UUID. */
  readonly newId: () => string;
  /** Receives what really happened, with this machine's timestamps. */
  readonly onTruth: (event: TruthEvent) => void;
  /** Lets a caller wrap the model, for example to cache its predictions. */
  readonly wrapModel?: (model: Model) => Model;
}

export interface Assembly {
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
  /** Method and path of the prediction API, such as `POST /dev`. */
  readonly predictions: string;
  /** Stops the timer. */
  stop(): void;
}

/** @throws UserError for contradictory settings */
export function assemble(options: AssemblyOptions): Assembly {
  const { config, identity, trueMs, onTruth } = options;
  refuseContradictions(config);
  const system = hostedSystem(options.system);
  const model = (options.wrapModel ?? ((same) => same))(modelOf(system, config));
  const settings = resolveSettings(config);
  const { apis, clockSkewMs } = settings.faults;
  // AWS's clock: it stamps all that AWS reports, but not what really happened.
  const nowMs = () => trueMs() + clockSkewMs;
  const startMs = nowMs();
  const parts = createFrontParts(system, options.functionName ?? system.id, settings, startMs);
  const simulation = new Simulation({
    settings,
    identity,
    startMs,
    otherStores: parts.stores,
    containers: system.containers,
    chance: seededChance(config.seed, settings.serviceTime),
    newId: options.newId,
    onTruth: (event) => onTruth({ ...event, atMs: event.atMs - clockSkewMs }),
  });
  const scales = !config.serverless && canAutoscale(settings.instanceType);
  if (options.withPolicy && scales) simulation.autoscale(POLICY_NAME);
  const { wake, stop } = drive(simulation, nowMs);
  try {
    const endpoint = createEndpoint({ simulation, model, nowMs, wake });
    const front = openFront(system, parts, endpoint, simulation.identity);
    const apiFaults = new ApiFaults(apis, startMs, seededUniform(config.seed));
    const handler = createRouter({ simulation, endpoint, system, front, nowMs, wake, apiFaults });
    return { handler, predictions: predictionLine(front), stop };
  } catch (error) {
    stop();
    throw error;
  }
}

function modelOf({ id, model, front }: HostedSystem, { faults }: StandInConfig): Model {
  const { swapLabels: swaps = false, staleShare = 0 } = faults.badInstance ?? {};
  const setting = faults.swapLabels
    ? 'swapLabels'
    : swaps
      ? 'badInstance.swapLabels'
      : staleShare > 0
        ? 'badInstance.staleShare'
        : null;
  if (setting !== null && front.way !== 'http') {
    throw new UserError(`faults.${setting}: system "${id}" has no labels to change; remove it.`);
  }
  return faults.swapLabels ? swapLabels(model()) : model();
}
