/** Builds the services in front of the endpoint (API Gateway, Lambda) for a hosted system. */
import { ApiGateway } from '../simulation/api-gateway.ts';
import type { Identity } from '../simulation/identity.ts';
import { LambdaFunction } from '../simulation/lambda-function.ts';
import type { MetricsStore, StoreSettings } from '../simulation/metrics-store.ts';
import type { SimulationSettings } from '../simulation/settings.ts';
import type { Endpoint } from './endpoint.ts';
import type { HostedSystem } from './hosted-systems.ts';
import { functionBehind } from './wire/function-behind.ts';
import type { LambdaHandler } from './wire/lambda-api.ts';
import type { PredictionApi } from './wire/prediction-api.ts';

/** The front, ready to take requests. */
export type OpenFront =
  | {
      readonly way: 'http';
      readonly lambda: LambdaFunction;
      readonly gateway: ApiGateway;
      readonly api: PredictionApi;
      readonly handler: LambdaHandler;
    }
  | { readonly way: 'lambda'; readonly lambda: LambdaFunction; readonly handler: LambdaHandler };

export interface FrontParts {
  readonly lambda: LambdaFunction;
  /** Undefined when Lambda is invoked directly. */
  readonly gateway: ApiGateway | undefined;
  /** Their CloudWatch metrics. */
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
  const api = front.api(endpoint, identity);
  return { way: 'http', lambda, gateway: gateway!, api, handler: functionBehind(api) };
}

/** Method and path of a prediction request, such as `POST /dev`. */
export function predictionLine(front: OpenFront): string {
  return front.way === 'http'
    ? `${front.api.method} ${front.api.path}`
    : `POST /2015-03-31/functions/${front.lambda.name}/invocations`;
}
