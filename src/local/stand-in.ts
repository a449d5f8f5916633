/**
 * The stand-in AWS: one process, one loopback port, a simulated SageMaker endpoint under target
 * tracking that real SDK clients, the `aws` command and boto3 can talk to.
 */
import { randomUUID } from 'node:crypto';
import type { StandInConfig } from '../scenario/stand-in-config.ts';
import { assemble } from './assembly.ts';
import { wallClock } from './real-time.ts';
import { openTruthLog } from './truth-log.ts';
import { listen } from './wire/server.ts';

export interface StandInOptions {
  /** The system it stands in for, such as `wine`. */
  readonly system: string;
  readonly config: StandInConfig;
  readonly endpointName: string;
  readonly variantName: string;
  readonly region: string;
  /** Lambda function name, with or without a version; defaults to the system's id. */
  readonly functionName?: string | undefined;
  /** 0 for any free port. */
  readonly port: number;
  /** File to append what really happened to, one JSON line per event. */
  readonly truthFile?: string;
}

export interface StandIn {
  /** For example `http://127.0.0.1:4600`. */
  readonly url: string;
  readonly port: number;
  /** Method and path of the prediction API, such as `POST /dev`. */
  readonly predictions: string;
  /** Ends every connection and timer; safe to call more than once. */
  close(): Promise<void>;
}

/** @throws UserError for contradictory settings, or an unavailable port or truth file */
export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const { system, config, endpointName, variantName, region, functionName } = options;
  const truth = options.truthFile === undefined ? undefined : openTruthLog(options.truthFile);
  const ends = [() => truth?.close()];
  const release = () => {
    for (const end of ends.splice(0).toReversed()) end();
  };
  try {
    const { handler, predictions, stop } = assemble({
      system,
      config,
      identity: { endpointName, variantName, region },
      functionName,
      withPolicy: true,
      trueMs: wallClock(),
      newId: randomUUID,
      onTruth: (event) => truth?.append(event),
    });
    ends.push(stop);
    const server = await listen(handler, options.port);
    const close = async () => {
      release();
      await server.close();
    };
    return { url: server.url, port: server.port, predictions, close };
  } catch (error) {
    release();
    throw error;
  }
}
