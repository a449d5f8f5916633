/** Converts the stand-in's settings to simulation time: every AWS duration is divided once, here. */
import type { StandInConfig } from '../scenario/stand-in-config.ts';
import { type FaultSettings, resolveFaults } from './faults.ts';
import type { TrackedMetricName } from './tracked-metric.ts';

/*
 * These facts about AWS are for the stand-in only: the judge has its own in `aws/target-tracking.ts`,
 * and neither imports the other, so that a mistake in one does not excuse the other.
 */

/** AWS's default when a policy sets no cooldown. */
const DEFAULT_COOLDOWN_SECONDS = 300;
/** AWS publishes a variant's metrics every minute unless told otherwise. */
const METRIC_PERIOD_SECONDS = 60;
/** AWS publishes ConcurrentRequestsPerModel every ten seconds. */
const SHORT_PERIOD_SECONDS = 10;

/** When the metrics of a store exist and become visible. */
export interface PublishTimes {
  readonly basePeriodMs: number;
  /** Time that one datapoint covers: the base period, or several. */
  readonly publishPeriodMs: number;
  /** From the end of that time to the visible datapoint. */
  readonly publishDelayMs: number;
}

/** The endpoint configuration's MetricsConfig. */
export interface MetricsConfigSettings {
  readonly enhanced: boolean;
  readonly detailedObservability: boolean;
  readonly publishMs: number;
}

export interface InstanceSettings {
  /** Requests served concurrently. */
  readonly concurrency: number;
  /** Requests that can queue; one more is rejected. */
  readonly queue: number;
  readonly provisioningMs: number;
  /** From in service to the first request that is routed to it. */
  readonly trafficDelayMs: number;
  readonly warmUpMs: number;
  /** Service times are multiplied by this during warm-up. */
  readonly warmUpFactor: number;
}

export interface FleetSettings {
  readonly initialInstances: number;
  readonly routing: 'random' | 'least-outstanding';
  readonly instance: InstanceSettings;
}

export interface PolicySettings {
  readonly minCapacity: number;
  readonly maxCapacity: number;
  readonly metric: TrackedMetricName;
  /** Concurrent requests per instance, including queued ones. */
  readonly targetConcurrency: number;
  /** InvocationsPerInstance per AWS minute. */
  readonly targetPerPeriod: number;
  /** Consecutive breaching periods that make the high alarm fire. */
  readonly alarmDatapoints: number;
  readonly scaleOutCooldownMs: number;
  readonly scaleInCooldownMs: number;
  readonly scaleInDisabled: boolean;
  readonly scaleInOneByOne: boolean;
  readonly scaleInByTenSeconds: boolean;
}

export interface ServerlessSettings {
  readonly maxConcurrency: number;
  readonly memoryMb: number;
  /** Wall-clock, not divided: like the service time, it is part of a request. */
  readonly coldStartMs: number;
  readonly keepWarmMs: number;
}

export interface LambdaSettings {
  /** Maximum concurrent invocations; Infinity for no limit. */
  readonly concurrency: number;
  /** Provisioned concurrency: execution environments kept warm. */
  readonly provisioned: number;
  /** Wall-clock, not divided. */
  readonly coldStartMs: number;
  readonly keepWarmMs: number;
}

export interface SimulationSettings {
  /** Length of an AWS second. */
  readonly secondMs: number;
  /** Length of an AWS minute: the period of most metrics and alarms. */
  readonly basePeriodMs: number;
  /** From a period's end to its visible datapoint. */
  readonly publishDelayMs: number;
  /** Undefined where the endpoint configuration has none. */
  readonly metricsConfig: MetricsConfigSettings | undefined;
  readonly publish: {
    readonly invocations: PublishTimes;
    readonly utilization: PublishTimes;
    /** Of what AWS publishes every 10 seconds. */
    readonly concurrency: PublishTimes;
  };
  /** Whether a variant without requests publishes zeros. */
  readonly zerosWhenIdle: boolean;
  /** Cooldown of a policy that names none. */
  readonly defaultCooldownMs: number;
  readonly instanceType: string;
  readonly fleet: FleetSettings;
  readonly policy: PolicySettings;
  /** Undefined for an endpoint on instances. */
  readonly serverless: ServerlessSettings | undefined;
  readonly lambda: LambdaSettings;
  /** Undefined for no throttling. */
  readonly apiGateway: { readonly rateRps: number; readonly burst: number } | undefined;
  /** Median and sigma of the log-normal service time; wall-clock, not divided. */
  readonly serviceTime: { readonly medianMs: number; readonly sigma: number };
  /** Added to each answer once its instance is done; wall-clock, not divided. */
  readonly overheadMs: number;
  readonly faults: FaultSettings;
}

/**
 * Converts AWS seconds to simulation milliseconds. Service times are not divided: a request takes as
 * long as it takes, however fast the metrics run. The target is per period, so it shrinks with the
 * period, and the request rate that crosses it stays the same.
 */
export function resolveSettings(config: StandInConfig): SimulationSettings {
  const toMs = (awsSeconds: number) => (awsSeconds * 1000) / config.timeCompression;
  const { instance, policy, serverless, metrics } = config;
  const every = (seconds: number): PublishTimes => {
    const baseSeconds = Math.min(seconds, METRIC_PERIOD_SECONDS);
    // AWS documents no delay for any. By default the long ones take one period, so short ones do, too.
    const delaySeconds = (config.publishDelaySeconds * baseSeconds) / METRIC_PERIOD_SECONDS;
    return {
      basePeriodMs: toMs(baseSeconds),
      publishPeriodMs: toMs(seconds),
      publishDelayMs: toMs(delaySeconds),
    };
  };
  const publishSeconds = metrics?.publishSeconds ?? METRIC_PERIOD_SECONDS;
  return {
    secondMs: toMs(1),
    basePeriodMs: toMs(METRIC_PERIOD_SECONDS),
    publishDelayMs: toMs(config.publishDelaySeconds),
    metricsConfig: metrics && {
      enhanced: metrics.enhanced,
      detailedObservability: metrics.detailedObservability,
      publishMs: toMs(publishSeconds),
    },
    publish: {
      invocations: every(metrics?.enhanced ? publishSeconds : METRIC_PERIOD_SECONDS),
      utilization: every(publishSeconds),
      concurrency: every(SHORT_PERIOD_SECONDS),
    },
    zerosWhenIdle: config.zerosWhenIdle,
    defaultCooldownMs: toMs(DEFAULT_COOLDOWN_SECONDS),
    instanceType: config.instanceType,
    fleet: {
      initialInstances: serverless ? 0 : config.initialInstances,
      routing: config.routing,
      instance: {
        concurrency: instance.concurrency,
        queue: instance.queue,
        provisioningMs: toMs(instance.provisioningSeconds),
        trafficDelayMs: toMs(instance.trafficDelaySeconds),
        warmUpMs: toMs(instance.warmUpSeconds),
        warmUpFactor: instance.warmUpFactor,
      },
    },
    policy: {
      minCapacity: policy.minCapacity,
      maxCapacity: policy.maxCapacity,
      metric: policy.metric,
      targetConcurrency: policy.targetConcurrency,
      targetPerPeriod: policy.targetPerMinute / config.timeCompression,
      alarmDatapoints: policy.alarmDatapoints,
      scaleOutCooldownMs: toMs(policy.scaleOutCooldownSeconds),
      scaleInCooldownMs: toMs(policy.scaleInCooldownSeconds),
      scaleInDisabled: policy.scaleInDisabled,
      scaleInOneByOne: policy.scaleInOneByOne,
      scaleInByTenSeconds: policy.scaleInByTenSeconds,
    },
    serverless: serverless && {
      maxConcurrency: serverless.maxConcurrency,
      memoryMb: serverless.memoryMb,
      coldStartMs: serverless.coldStartMs,
      keepWarmMs: toMs(serverless.keepWarmSeconds),
    },
    lambda: {
      concurrency: config.lambda.reservedConcurrency ?? Number.POSITIVE_INFINITY,
      provisioned: config.lambda.provisionedConcurrency,
      coldStartMs: config.lambda.coldStartMs,
      keepWarmMs: toMs(config.lambda.keepWarmSeconds),
    },
    apiGateway: config.apiGateway,
    serviceTime: { medianMs: instance.serviceTimeMs, sigma: instance.serviceTimeSigma },
    overheadMs: config.overheadMs,
    faults: resolveFaults(config.faults, toMs),
  };
}
