/** Converts the stand-in's settings to simulation time: every AWS duration is divided once, here. */
import type { StandInConfig } from '../scenario/stand-in-config.ts';
import { type ComponentSettings, resolveComponent } from './component-settings.ts';
import { type FaultSettings, resolveFaults } from './faults.ts';
import type { VariantTrackedMetric } from './tracked-metric.ts';

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

/** The least that VariantInstanceProvisionTimeoutInSeconds can be. */
const POOL_TIMEOUT_SECONDS = 300;

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

/** One instance type of a variant; undefined where it has only one. */
export interface PoolSettings {
  readonly instanceType: string | undefined;
  /** 1 is tried first. */
  readonly priority: number;
  /** How many times as fast it answers. */
  readonly speed: number;
  /** Instances that can be had in all. */
  readonly available: number;
  /** How long it is tried without any before the next. */
  readonly waitMs: number;
}

export interface FleetSettings {
  readonly initialInstances: number;
  readonly routing: 'random' | 'least-outstanding';
  readonly instance: InstanceSettings;
  /** Absent for an endpoint of a single type. */
  readonly pools?: readonly PoolSettings[] | undefined;
  /** How long all pools together are tried before SageMaker gives up. */
  readonly poolTimeoutMs?: number;
}

export interface PolicySettings {
  readonly minCapacity: number;
  readonly maxCapacity: number;
  readonly metric: VariantTrackedMetric;
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

/** A step-scaling policy of one step, and its alarm. */
export interface StepPolicySettings {
  readonly name: string;
  readonly metric: NonNullable<StandInConfig['stepPolicy']>['metric'];
  /** Per AWS minute, for a sum. */
  readonly threshold: number;
  readonly datapoints: number;
  readonly adjustment: number;
  readonly cooldownMs: number;
}

export interface ScheduledActionConfig {
  readonly name: string;
  /** After the start. */
  readonly atMs: number;
  readonly minCapacity: number | undefined;
  readonly maxCapacity: number | undefined;
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
  /** That of highest priority, where there are several. */
  readonly instanceType: string;
  readonly fleet: FleetSettings;
  readonly policy: PolicySettings;
  readonly stepPolicy: StepPolicySettings | undefined;
  readonly scheduledActions: readonly ScheduledActionConfig[];
  /** Undefined for an endpoint on instances. */
  readonly serverless: ServerlessSettings | undefined;
  /** Undefined for an endpoint without inference components. */
  readonly component: ComponentSettings | undefined;
  readonly lambda: LambdaSettings;
  /** Undefined for no throttling. */
  readonly apiGateway: { readonly rateRps: number; readonly burst: number } | undefined;
  /** Median and sigma of the log-normal service time; wall-clock, not divided. */
  readonly serviceTime: { readonly medianMs: number; readonly sigma: number };
  /** Added to each answer once its instance is done; wall-clock, not divided. */
  readonly overheadMs: number;
  readonly faults: FaultSettings;
}

/** Whether an alarm on the metric adds up its period, so that its threshold shrinks with the period. */
export const isSum = (metric: StepPolicySettings['metric']) => metric.startsWith('Invocations');

/**
 * Converts AWS seconds to simulation milliseconds. Service times are not divided: a request takes as
 * long as it takes, however fast the metrics run. The target is per period, so it shrinks with the
 * period, and the request rate that crosses it stays the same.
 */
export function resolveSettings(config: StandInConfig): SimulationSettings {
  const toMs = (awsSeconds: number) => (awsSeconds * 1000) / config.timeCompression;
  const { instance, policy, serverless, metrics, stepPolicy } = config;
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
  const pools = config.pools
    ?.map(({ available = Number.POSITIVE_INFINITY, waitSeconds, ...pool }) => ({
      ...pool,
      available,
      waitMs: toMs(waitSeconds),
    }))
    .sort((a, b) => a.priority - b.priority);
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
    instanceType: pools?.[0]?.instanceType ?? config.instanceType,
    fleet: {
      initialInstances: serverless
        ? 0
        : (config.component?.initialCopies ?? config.initialInstances),
      routing: config.routing,
      pools,
      poolTimeoutMs: toMs(config.poolTimeoutSeconds ?? POOL_TIMEOUT_SECONDS),
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
    stepPolicy: stepPolicy && {
      ...stepPolicy,
      threshold: stepPolicy.threshold / (isSum(stepPolicy.metric) ? config.timeCompression : 1),
      cooldownMs: toMs(stepPolicy.cooldownSeconds),
    },
    scheduledActions: (config.scheduledActions ?? []).map((action) => ({
      name: action.name,
      atMs: toMs(action.atSeconds),
      minCapacity: action.minCapacity,
      maxCapacity: action.maxCapacity,
    })),
    serverless: serverless && {
      maxConcurrency: serverless.maxConcurrency,
      memoryMb: serverless.memoryMb,
      coldStartMs: serverless.coldStartMs,
      keepWarmMs: toMs(serverless.keepWarmSeconds),
    },
    component: resolveComponent(config, toMs),
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
