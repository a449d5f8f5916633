/** Puts together what stands in front of the endpoint, from a hosted system and the settings. */
import { ApiGateway } from '../simulation/api-gateway.ts';
import type { Identity } from '../simulation/identity.ts';
import { LambdaFunction } from '../simulation/lambda-function.ts';
import type { MetricsStore, StoreSettings } from '../simulation/metrics-store.ts';
import type { SimulationSettings } from '../simulation/settings.ts';
import type { Endpoint } from './endpoint.ts';
import type { HostedSystem } from './hosted-systems.ts';
import type { LambdaHandler } from './wire/lambda-api.ts';
import type { PredictionApi } from './wire/prediction-api.ts';

/** The front as callers reach it. */
export type OpenFront =
  | {
      readonly way: 'http';
      readonly lambda: LambdaFunction;
      readonly gateway: ApiGateway;
      readonly api: PredictionApi;
    }
  | { readonly way: 'lambda'; readonly lambda: LambdaFunction; readonly handler: LambdaHandler };

export interface FrontParts {
  readonly lambda: LambdaFunction;
  /** Undefined where Lambda is invoked directly. */
  readonly gateway: ApiGateway | undefined;
  /** What CloudWatch keeps of them. */
  readonly stores: readonly MetricsStore[];
}

export function createFrontParts(
  { id, front }: HostedSystem,
  functionName: string,
  settings: SimulationSettings,
  startMs: number,
): FrontParts {
  const { basePeriodMs, publishDelayMs } = settings;
  const store: StoreSettings = { basePeriodMs, publishDelayMs, startMs, dimensions: [] };
  const lambda = new LambdaFunction(functionName, settings.lambda, store);
  if (front.way === 'lambda') return { lambda, gateway: undefined, stores: lambda.stores };
  const gateway = new ApiGateway({ name: id, stage: front.stage }, settings.apiGateway, store);
  return { lambda, gateway, stores: [...lambda.stores, gateway.store] };
}

export function openFront(
  { front }: HostedSystem,
  { lambda, gateway }: FrontParts,
  endpoint: Endpoint,
  identity: Identity,
): OpenFront {
  if (front.way === 'lambda') return { way: 'lambda', lambda, handler: front.handler(endpoint) };
  return { way: 'http', lambda, gateway: gateway!, api: front.api(endpoint, identity) };
}

/** Method and path of a prediction, such as `POST /dev`. */
export function predictionLine(front: OpenFront): string {
  return front.way === 'http'
    ? `${front.api.method} ${front.api.path}`
    : `POST /2015-03-31/functions/${front.lambda.name}/invocations`;
}
