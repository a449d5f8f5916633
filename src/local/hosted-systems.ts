/** The systems the stand-in supports: each one's model, front and endpoint output. */
import { UserError } from '../input/user-error.ts';
import type { Identity } from '../simulation/identity.ts';
import type { Endpoint } from './endpoint.ts';
import { CAR_LABELS, carModel } from './models/car.ts';
import { dogModel } from './models/dog.ts';
import type { Model } from './models/model.ts';
import { irisModel, wineModel } from './models/numbers.ts';
import { carApi } from './wire/car-api.ts';
import { dogFunction } from './wire/dog-function.ts';
import { irisApi } from './wire/iris-api.ts';
import type { LambdaHandler } from './wire/lambda-api.ts';
import type { PredictionApi } from './wire/prediction-api.ts';
import { wineApi } from './wire/wine-api.ts';

/** How callers reach the function: through an API, or with Lambda's Invoke. */
export type HostedFront =
  | {
      readonly way: 'http';
      readonly stage: string;
      readonly api: (endpoint: Endpoint, identity: Identity) => PredictionApi;
    }
  | { readonly way: 'lambda'; readonly handler: (endpoint: Endpoint) => LambdaHandler };

export interface HostedSystem {
  readonly id: string;
  /** Trains on first use. */
  readonly model: () => Model;
  /** Its inference pipeline's containers, in order; empty for a single container. */
  readonly containers: readonly string[];
  /** A class as the endpoint writes it in `text/csv`; undefined when the output format is unknown. */
  readonly classText: ((predicted: number) => string) | undefined;
  readonly front: HostedFront;
}

/** XGBoost's multi:softmax returns the class as a float. */
const asFloat = (predicted: number) => predicted.toFixed(1);

const dog = (id: string): HostedSystem => ({
  id,
  model: dogModel,
  containers: [],
  classText: undefined,
  front: { way: 'lambda', handler: dogFunction },
});

const HOSTED: readonly HostedSystem[] = [
  {
    id: 'wine',
    model: wineModel,
    containers: [],
    classText: asFloat,
    front: { way: 'http', stage: 'DummyStage', api: wineApi },
  },
  {
    id: 'iris',
    model: irisModel,
    containers: [],
    classText: asFloat,
    front: { way: 'http', stage: 'dev', api: irisApi },
  },
  {
    id: 'car',
    model: carModel,
    // SparkML, XGBoost, SparkML; SageMaker names containers by their position by default.
    containers: ['container-1', 'container-2', 'container-3'],
    // The pipeline's last container turns class numbers back into words.
    classText: (predicted) => CAR_LABELS[predicted]!,
    front: { way: 'http', stage: 'dev', api: carApi },
  },
  dog('dog-a'),
  dog('dog-b'),
];

/** @throws UserError for a system that the stand-in does not support */
export function hostedSystem(id: string): HostedSystem {
  const found = HOSTED.find((system) => system.id === id);
  if (found) return found;
  const known = HOSTED.map((system) => system.id).join(', ');
  throw new UserError(
    `The stand-in does not support system "${id}", only ${known}; ` +
      'remove `standIn` and set a target.',
  );
}
