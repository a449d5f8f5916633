/**
 * The stand-in AWS: one process, one loopback port, a simulated SageMaker endpoint under target
 * tracking that real SDK clients, the `aws` command and boto3 can talk to.
 */
import { randomUUID } from 'node:crypto';
import { UserError } from '../user-error.ts';
import { ApiFaults } from './api-faults.ts';
import { seededChance, seededUniform } from './chance.ts';
import { wallClock } from './clock.ts';
import type { StandInConfig } from './config.ts';
import { drive } from './driver.ts';
import { createEndpoint } from './endpoint.ts';
import { createFrontParts, openFront, predictionLine } from './front.ts';
import { type HostedSystem, hostedSystem } from './hosted-systems.ts';
import { canAutoscale } from './instance-type.ts';
import { type Model, swapLabels } from './models/model.ts';
import { resolveSettings } from './settings.ts';
import { Simulation } from './simulation.ts';
import { openTruthLog } from './truth-log.ts';
import { createRouter } from './wire/router.ts';
import { listen } from './wire/server.ts';

const POLICY_NAME = 'SageMakerEndpointInvocationScalingPolicy';

export interface StandInOptions {
  /** What it stands in for, such as `wine`. */
  readonly system: string;
  readonly config: StandInConfig;
  readonly endpointName: string;
  readonly variantName: string;
  readonly region: string;
  /** Of the function in front, perhaps with a version; named after the system if absent. */
  readonly functionName?: string | undefined;
  /** 0 for any free one. */
  readonly port: number;
  /** Where to append what really happened, one JSON line an event. */
  readonly truthFile?: string;
}

export interface StandIn {
  /** For example `http://127.0.0.1:4600`. */
  readonly url: string;
  readonly port: number;
  /** Method and path of the prediction API, such as `POST /dev`. */
  readonly predictions: string;
  /** Ends every connection and timer; may be called again. */
  close(): Promise<void>;
}

/** Throws a UserError for settings that contradict each other, a port or a file not to be had. */
export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const { config, endpointName, variantName, region } = options;
  refuseContradictions(config);
  const system = hostedSystem(options.system);
  const model = modelOf(system, config);
  const truth = options.truthFile === undefined ? undefined : openTruthLog(options.truthFile);
  const settings = resolveSettings(config);
  const { apis, clockSkewMs } = settings.faults;
  const trueMs = wallClock();
  // AWS's clock: everything it stamps is stamped by this one, what really happened is not.
  const nowMs = () => trueMs() + clockSkewMs;
  const startMs = nowMs();
  const parts = createFrontParts(system, options.functionName ?? system.id, settings, startMs);
  const simulation = new Simulation({
    settings,
    identity: { endpointName, variantName, region },
    startMs,
    otherStores: parts.stores,
    containers: system.containers,
    chance: seededChance(config.seed, settings.serviceTime),
    newId: randomUUID,
    onTruth: (event) => truth?.append({ ...event, atMs: event.atMs - clockSkewMs }),
  });
  if (!config.serverless && canAutoscale(config.instanceType)) simulation.autoscale(POLICY_NAME);
  const driver = drive(simulation, nowMs);
  const endpoint = createEndpoint({ simulation, model, nowMs, wake: driver.wake });
  const release = () => {
    driver.stop();
    truth?.close();
  };
  try {
    const front = openFront(system, parts, endpoint, simulation.identity);
    const apiFaults = new ApiFaults(apis, startMs, seededUniform(config.seed));
    const backend = { simulation, endpoint, system, front, nowMs, wake: driver.wake, apiFaults };
    const router = createRouter(backend);
    const server = await listen(router, options.port);
    const close = async () => {
      release();
      await server.close();
    };
    const predictions = predictionLine(front);
    return { url: server.url, port: server.port, predictions, close };
  } catch (error) {
    release();
    throw error;
  }
}

function modelOf({ id, model, front }: HostedSystem, config: StandInConfig): Model {
  if (!config.faults.swapLabels) return model();
  if (front.way === 'http') return swapLabels(model());
  throw new UserError(`faults.swapLabels: system "${id}" has no labels to swap; remove it.`);
}

function refuseContradictions(config: StandInConfig): void {
  const { minCapacity, maxCapacity } = config.policy;
  const { reservedConcurrency, provisionedConcurrency } = config.lambda;
  if (provisionedConcurrency > (reservedConcurrency ?? provisionedConcurrency)) {
    throw new UserError(
      `lambda.provisionedConcurrency (${provisionedConcurrency}) is above ` +
        `lambda.reservedConcurrency (${reservedConcurrency}); lower the one or raise the other.`,
    );
  }
  if (minCapacity < 1) {
    throw new UserError(
      'policy.minCapacity is 0, and an endpoint variant scales to no fewer than 1; set it to 1.',
    );
  }
  if (minCapacity > maxCapacity) {
    throw new UserError(
      `policy.minCapacity (${minCapacity}) is above policy.maxCapacity (${maxCapacity}); ` +
        'lower the one or raise the other.',
    );
  }
}
