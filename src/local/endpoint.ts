/** The endpoint in real time: a prediction now, the answer when the simulated instance is done. */
import { parseFeatures, type WineModel } from './models/wine.ts';
import type { Simulation } from './simulation.ts';
import { AwsError } from './wire/aws-error.ts';

/** One cultivar a row, or what InvokeEndpoint fails with. */
export type Answer = readonly number[] | AwsError;

export interface Endpoint {
  /**
   * Calls back once: when the request is complete, or at once when its queue is full.
   *
   * @param rows CSV lines of 13 numbers
   */
  invoke(rows: readonly string[], done: (answer: Answer) => void): void;
}

const MAX_TIMEOUT_MS = 2 ** 31 - 1;

export function createEndpoint(options: {
  simulation: Simulation;
  model: WineModel;
  nowMs: () => number;
  /** Called after each arrival: it may have made something due. */
  wake: () => void;
}): Endpoint {
  const { simulation, model, nowMs, wake } = options;
  const overloaded = new AwsError(
    'ServiceUnavailable',
    'The endpoint has no capacity for the request: the queue of the instance is full.',
    { status: 503 },
  );
  return {
    invoke: (rows, done) => {
      const arrivedAtMs = nowMs();
      const answer = predict(model, rows);
      const status = answer instanceof AwsError ? 'client-error' : 'ok';
      const arrival = simulation.arrive(arrivedAtMs, status);
      wake();
      if (arrival.outcome === 'rejected') return done(overloaded);
      const { completeMs } = arrival;
      const delayMs = Math.max(0, Math.min(Math.ceil(completeMs - nowMs()), MAX_TIMEOUT_MS));
      const timer = setTimeout(() => {
        const answeredAtMs = nowMs();
        simulation.addOverhead(answeredAtMs, answeredAtMs - completeMs);
        done(answer);
      }, delayMs);
      // The listening socket keeps the process up; a request in flight should not outlive it.
      timer.unref();
    },
  };
}

function predict(model: WineModel, rows: readonly string[]): Answer {
  const cultivars: number[] = [];
  for (const row of rows) {
    const features = parseFeatures(row);
    if (!features) {
      return modelError(
        400,
        'Unable to evaluate payload provided: a row must be 13 comma-separated numbers.',
      );
    }
    cultivars.push(model.predict(features));
  }
  return cultivars;
}

/** An error of the container, as SageMaker passes it on. */
export function modelError(status: 400 | 415, message: string): AwsError {
  return new AwsError(
    'ModelError',
    `Received client error (${status}) from primary with message "${message}".`,
    {
      status: 424,
      members: {
        ErrorCode: 'CLIENT_ERROR_FROM_MODEL',
        LogStreamArn: '',
        OriginalMessage: message,
        OriginalStatusCode: status,
      },
    },
  );
}
