/** Makes each of doctor's AWS calls once and keeps its result or failure. */
import {
  paginateListServiceQuotas,
  type ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';
import type { AwsClients } from '../collector/clients.ts';
import { fetchComponentNames, readComponent } from '../collector/component.ts';
import { readEndpointConfig, type SeenConfig } from '../collector/endpoint-config.ts';
import {
  FUNCTION_SETTINGS,
  type FunctionSettings,
  parseFunctionName,
} from '../collector/function-settings.ts';
import { fetchPolicies, type Policies } from '../collector/policies.ts';
import { fetchActivities, fetchScalableTarget } from '../collector/scaling.ts';
import { fetchScheduledActions, type Schedules } from '../collector/scheduled-actions.ts';
import type {
  ActivityObservation,
  AlarmObservation,
  AwsEventOf,
  ComponentObservation,
} from '../record/aws-events.ts';
import type { WatchedScenario } from '../scenario/schema.ts';
import { type Answer, answerOf, known } from './answer.ts';
import { type ApiMetrics, fetchApiMetrics } from './api-metrics.ts';
import type { DoctorClients } from './aws-clients.ts';
import {
  type EndpointState,
  fetchEndpointState,
  tryAlarmHistory,
  tryAlarms,
  tryInvoking,
} from './probe-calls.ts';
import {
  fetchDurations,
  fetchPublished,
  fetchTraffic,
  type RecentDurations,
  type RecentTraffic,
} from './recent-metrics.ts';
import { type Caller, fetchCaller } from './who-am-i.ts';

/** Null for calls that do not apply to the scenario. */
export interface AwsAnswers {
  readonly caller: Answer<Caller>;
  readonly endpoint: Answer<EndpointState>;
  readonly config: Answer<SeenConfig>;
  /** Null for a serverless variant and one of instance pools. */
  readonly instanceType: Answer<string | null>;
  /** Of the endpoint's inference components. */
  readonly componentNames: Answer<string[]>;
  readonly component: Answer<ComponentObservation> | null;
  readonly target: Answer<AwsEventOf<'scalable-target'> | null>;
  readonly policies: Answer<Policies>;
  readonly schedules: Answer<Schedules>;
  readonly activities: Answer<ActivityObservation[]>;
  readonly alarms: Answer<AlarmObservation[]>;
  readonly history: Answer<void>;
  readonly traffic: Answer<RecentTraffic>;
  readonly durations: Answer<RecentDurations>;
  readonly published: Answer<boolean>;
  readonly api: Answer<ApiMetrics> | null;
  readonly GetFunctionConfiguration: Answer<FunctionSettings> | null;
  readonly GetFunctionConcurrency: Answer<FunctionSettings> | null;
  readonly ListProvisionedConcurrencyConfigs: Answer<FunctionSettings> | null;
  readonly GetAccountSettings: Answer<FunctionSettings> | null;
  readonly invocation: Answer<void> | null;
  readonly instanceQuota: Answer<number | null>;
  /** Requests per second. */
  readonly gatewayRate: Answer<number | null> | null;
}

export interface AskedClients {
  readonly collector: AwsClients;
  readonly doctor: DoctorClients;
}

/** @param isLocal AWS is a stand-in on this machine, which would run the function on a dry run */
export async function askAws(
  scenario: WatchedScenario,
  clients: AskedClients,
  nowMs: number,
  isLocal: boolean,
): Promise<AwsAnswers> {
  const [caller, endpointSide, metricSide, scalingSide, functionSide] = await Promise.all([
    answerOf(() => fetchCaller(clients.doctor.sts)),
    askEndpoint(scenario, clients),
    askMetrics(scenario, clients.collector, nowMs),
    askScaling(scenario, clients.collector, nowMs),
    askFunction(scenario, clients.collector, isLocal),
  ]);
  return { caller, ...endpointSide, ...metricSide, ...scalingSide, ...functionSide };
}

async function askEndpoint(
  { watch, way }: WatchedScenario,
  { collector: { sageMaker }, doctor: { quotas } }: AskedClients,
) {
  const endpoint = await answerOf(() => fetchEndpointState(sageMaker, watch));
  // If the name is unknown, a made-up one still shows whether the call is permitted.
  const configName = known(endpoint)?.configName ?? watch.endpointName;
  const config = await answerOf(() => readEndpointConfig(sageMaker, watch, configName, 0));
  const instanceType: Answer<string | null> = config.ok
    ? { ok: true, value: config.value.observation.instanceType ?? null }
    : config;
  const type = known(instanceType);
  const quotaName = type === null ? null : `${type} for endpoint usage`;
  const instanceQuota = await answerOf(() => fetchQuota(quotas, 'sagemaker', quotaName));
  const { inferenceComponent } = watch;
  const componentNames = await answerOf(() => fetchComponentNames(sageMaker, watch));
  const component =
    inferenceComponent === undefined
      ? null
      : await answerOf(
          async () => (await readComponent(sageMaker, watch, inferenceComponent, 0)).observation,
        );
  const gatewayRate =
    way === 'http' ? await answerOf(() => fetchQuota(quotas, 'apigateway', 'Throttle rate')) : null;
  return { endpoint, config, instanceType, componentNames, component, instanceQuota, gatewayRate };
}

async function askMetrics({ watch }: WatchedScenario, { cloudWatch }: AwsClients, nowMs: number) {
  const { api: watched } = watch;
  const [traffic, durations, published, api] = await Promise.all([
    answerOf(() => fetchTraffic(cloudWatch, watch, nowMs)),
    answerOf(() => fetchDurations(cloudWatch, watch, nowMs)),
    answerOf(() => fetchPublished(cloudWatch, watch)),
    watched === undefined ? null : answerOf(() => fetchApiMetrics(cloudWatch, watched)),
  ]);
  return { traffic, durations, published, api };
}

async function askScaling(
  { watch }: WatchedScenario,
  { autoScaling, cloudWatch }: AwsClients,
  nowMs: number,
) {
  const [target, schedules, policies, activities] = await Promise.all([
    answerOf(() => fetchScalableTarget(autoScaling, watch, nowMs)),
    answerOf(() => fetchScheduledActions(autoScaling, watch, nowMs)),
    answerOf(() => fetchPolicies(autoScaling, watch, nowMs)),
    // All activities are older than now, so this reads only the newest page.
    answerOf(() => fetchActivities(autoScaling, watch, nowMs, nowMs)),
  ]);
  const names = known(policies)?.alarmNames ?? [];
  const [alarms, history] = await Promise.all([
    answerOf(() => tryAlarms(cloudWatch, names, nowMs)),
    answerOf(() => tryAlarmHistory(cloudWatch, names)),
  ]);
  return { target, schedules, policies, activities, alarms, history };
}

async function askFunction(
  { watch, way, address }: WatchedScenario,
  { lambda }: AwsClients,
  isLocal: boolean,
) {
  const named = watch.functionName === undefined ? null : parseFunctionName(watch.functionName);
  const ask = async (operation: string) =>
    named && answerOf(() => FUNCTION_SETTINGS[operation]!(lambda, named));
  const invoked = way === 'lambda' && !isLocal ? address.functionName : null;
  return {
    GetFunctionConfiguration: await ask('GetFunctionConfiguration'),
    GetFunctionConcurrency: await ask('GetFunctionConcurrency'),
    ListProvisionedConcurrencyConfigs: await ask('ListProvisionedConcurrencyConfigs'),
    GetAccountSettings: await ask('GetAccountSettings'),
    invocation: invoked === null ? null : await answerOf(() => tryInvoking(lambda, invoked)),
  };
}

/**
 * Finds quotas by name: their codes are opaque, and SageMaker alone has over a thousand.
 *
 * @param name null if unknown; then this only checks the permission
 * @returns null when Service Quotas lists no quota of that name
 * @throws an SDK error
 */
export async function fetchQuota(
  client: ServiceQuotasClient,
  serviceCode: string,
  name: string | null,
): Promise<number | null> {
  const pages = paginateListServiceQuotas({ client, pageSize: 100 }, { ServiceCode: serviceCode });
  for await (const { Quotas = [] } of pages) {
    const quota = Quotas.find(({ QuotaName }) => QuotaName === name);
    if (quota?.Value !== undefined) return quota.Value;
    if (name === null) return null;
  }
  return null;
}
