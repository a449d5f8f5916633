/**
 * The stand-in AWS: one process, one loopback port, a simulated SageMaker endpoint under target
 * tracking that real SDK clients, the `aws` command and boto3 can talk to.
 */
import { randomUUID } from 'node:crypto';
import { UserError } from '../user-error.ts';
import { seededChance } from './chance.ts';
import { wallClock } from './clock.ts';
import type { StandInConfig } from './config.ts';
import { drive } from './driver.ts';
import { createEndpoint } from './endpoint.ts';
import { canAutoscale } from './instance-type.ts';
import { wineModel } from './models/wine.ts';
import { resolveSettings } from './settings.ts';
import { Simulation } from './simulation.ts';
import { openTruthLog } from './truth-log.ts';
import { createRouter } from './wire/router.ts';
import { listen } from './wire/server.ts';

const POLICY_NAME = 'SageMakerEndpointInvocationScalingPolicy';

export interface StandInOptions {
  readonly config: StandInConfig;
  readonly endpointName: string;
  readonly variantName: string;
  readonly region: string;
  /** 0 for any free one. */
  readonly port: number;
  /** Where to append what really happened, one JSON line an event. */
  readonly truthFile?: string;
}

export interface StandIn {
  /** For example `http://127.0.0.1:4600`. */
  readonly url: string;
  readonly port: number;
  /** Ends every connection and timer; may be called again. */
  close(): Promise<void>;
}

/** Throws a UserError for settings that contradict each other, a port or a file not to be had. */
export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const { config, endpointName, variantName, region } = options;
  refuseContradictions(config);
  const model = wineModel();
  const truth = options.truthFile === undefined ? undefined : openTruthLog(options.truthFile);
  const nowMs = wallClock();
  const settings = resolveSettings(config);
  const simulation = new Simulation({
    settings,
    identity: { endpointName, variantName, region },
    startMs: nowMs(),
    chance: seededChance(config.seed, settings.serviceTime),
    newId: randomUUID,
    onTruth: (event) => truth?.append(event),
  });
  if (canAutoscale(config.instanceType)) simulation.autoscale(POLICY_NAME);
  const driver = drive(simulation, nowMs);
  const endpoint = createEndpoint({ simulation, model, nowMs, wake: driver.wake });
  const release = () => {
    driver.stop();
    truth?.close();
  };
  try {
    const router = createRouter({ simulation, endpoint, nowMs, wake: driver.wake });
    const server = await listen(router, options.port);
    const close = async () => {
      release();
      await server.close();
    };
    return { url: server.url, port: server.port, close };
  } catch (error) {
    release();
    throw error;
  }
}

function refuseContradictions(config: StandInConfig): void {
  const { minCapacity, maxCapacity } = config.policy;
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
