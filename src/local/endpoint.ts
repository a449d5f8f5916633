/** The endpoint in real time: predicts immediately, and answers when the simulated instance is done. */
import { ACCOUNT, type Identity } from '../simulation/identity.ts';
import type { Simulation } from '../simulation/simulation.ts';
import { type Model, olderLabel, swapLabel } from './models/model.ts';
import { AwsError } from './wire/aws-error.ts';

/** One class per row, or the error that InvokeEndpoint fails with. */
export type Answer = readonly number[] | AwsError;

export interface Endpoint {
  /**
   * Calls back once: when the request completes, or immediately when the queue is full.
   *
   * @param rows CSV lines
   */
  invoke(rows: readonly string[], done: (answer: Answer) => void): void;
}

const MAX_TIMEOUT_MS = 2 ** 31 - 1;

export function createEndpoint(options: {
  simulation: Simulation;
  model: Model;
  nowMs: () => number;
  /** Called after each arrival, which may have made something due. */
  wake: () => void;
}): Endpoint {
  const { simulation, model, nowMs, wake } = options;
  const overloaded = new AwsError(
    'ServiceUnavailable',
    'The endpoint has no capacity for the request: the queue of the instance is full.',
    { status: 503 },
  );
  const updating = new AwsError(
    'ServiceUnavailable',
    'The endpoint is being updated and cannot take the request.',
    { status: 503 },
  );
  // As recorded of a component without copies; the HTTP status is 400.
  const noCapacity = new AwsError(
    'ValidationError',
    'Inference Component has no capacity to process this request. ApplicationAutoScaling may be ' +
      'in-progress (if configured) or try to increase the capacity by invoking ' +
      'UpdateInferenceComponentRuntimeConfig API.',
  );
  const { classes } = model;
  const differingShare = simulation.settings.faults.badInstance?.staleShare ?? 0;
  // With 400, not 429 ("Common Errors" in the API's reference), and recorded without a message.
  const throttled = new AwsError('ThrottlingException', '');
  const { identity } = simulation;
  return {
    invoke: (rows, done) => {
      const arrivedAtMs = nowMs();
      const answer = predict(model, rows, identity);
      const older = (label: number, row: number) =>
        olderLabel(label, rows[row]!, { classes, differingShare });
      const status = answer instanceof AwsError ? 'client-error' : 'ok';
      const arrival = simulation.arrive(arrivedAtMs, status);
      wake();
      if (arrival.outcome === 'rejected') {
        if (arrival.noCapacity) return done(noCapacity);
        return done(arrival.updating ? updating : overloaded);
      }
      if (arrival.outcome === 'throttled') return done(throttled);
      const { completeMs } = arrival;
      // ModelLatency excludes the cold start: AWS counts it as overhead.
      const setupMs = 'setupMs' in arrival ? arrival.setupMs : 0;
      const dueMs = completeMs + simulation.settings.overheadMs;
      const delayMs = Math.max(0, Math.min(Math.ceil(dueMs - nowMs()), MAX_TIMEOUT_MS));
      const timer = setTimeout(() => {
        const answeredAtMs = nowMs();
        simulation.addOverhead(answeredAtMs, answeredAtMs - completeMs + setupMs, arrival);
        done(answerOf(arrival, answer, older, identity));
      }, delayMs);
      // Only the listening socket keeps the process alive; a request in flight should not.
      timer.unref();
    },
  };
}

/** The model's answer after the faults of the instance that served the request. */
function answerOf(
  arrival: object,
  answer: Answer,
  older: (label: number, row: number) => number,
  identity: Identity,
): Answer {
  if ('failed' in arrival) return modelError(500, 'internal error', identity);
  if (answer instanceof AwsError) return answer;
  if ('swapped' in arrival) return answer.map(swapLabel);
  return 'stale' in arrival ? answer.map(older) : answer;
}

function predict(model: Model, rows: readonly string[], identity: Identity): Answer {
  const classes: number[] = [];
  for (const row of rows) {
    const predicted = model.predict(row);
    if (predicted === undefined) {
      const message = `Unable to evaluate payload provided: a row must be ${model.rowShape}.`;
      return modelError(400, message, identity);
    }
    classes.push(predicted);
  }
  return classes;
}

export function endpointNotFound(name: string): AwsError {
  return new AwsError('ValidationError', `Endpoint ${name} of account ${ACCOUNT} not found.`);
}

/** A container error, as SageMaker passes it on. */
export function modelError(
  status: 400 | 415 | 500,
  message: string,
  { endpointName, region }: Identity,
): AwsError {
  const group = `/aws/sagemaker/Endpoints/${endpointName}`;
  const logs =
    `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}` +
    `#logEventViewer:group=${group}`;
  const side = status === 500 ? 'server' : 'client';
  return new AwsError(
    'ModelError',
    `Received ${side} error (${status}) from primary with message "${message}". ` +
      `See ${logs} in account ${ACCOUNT} for more information.`,
    {
      status: 424,
      members: {
        ErrorCode: status === 500 ? 'INTERNAL_FAILURE_FROM_MODEL' : 'CLIENT_ERROR_FROM_MODEL',
        LogStreamArn: `arn:aws:logs:${region}:${ACCOUNT}:log-group:${group}`,
        OriginalMessage: message,
        OriginalStatusCode: status,
      },
    },
  );
}
