/** The stand-in's settings in the time it runs in: every AWS duration divided once, here. */
import type { StandInConfig } from './config.ts';

/** What AWS uses when a policy names no cooldown. */
const DEFAULT_COOLDOWN_SECONDS = 300;
/** AWS publishes the metrics of a variant by the minute. */
const METRIC_PERIOD_SECONDS = 60;

export interface InstanceSettings {
  /** Requests served at once. */
  readonly concurrency: number;
  /** Requests that may wait; one more is rejected. */
  readonly queue: number;
  readonly provisioningMs: number;
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
  /** InvocationsPerInstance per base period. */
  readonly targetPerPeriod: number;
  readonly scaleOutCooldownMs: number;
  readonly scaleInCooldownMs: number;
  readonly scaleInDisabled: boolean;
}

export interface SimulationSettings {
  /** Length of one metric period. */
  readonly basePeriodMs: number;
  /** From a period's end to its visible datapoint. */
  readonly publishDelayMs: number;
  /** Cooldown of a policy that names none. */
  readonly defaultCooldownMs: number;
  readonly instanceType: string;
  readonly fleet: FleetSettings;
  readonly policy: PolicySettings;
  /** Median and sigma of the log-normal service time; wall-clock, not divided. */
  readonly serviceTime: { readonly medianMs: number; readonly sigma: number };
}

/**
 * AWS seconds to milliseconds of the simulation. Service times stay as they are: a request takes
 * as long as it takes, however fast the metrics run. The target is per period, so it shrinks with
 * the period and the request rate that crosses it stays the same.
 */
export function resolveSettings(config: StandInConfig): SimulationSettings {
  const toMs = (awsSeconds: number) => (awsSeconds * 1000) / config.timeCompression;
  const { instance, policy } = config;
  return {
    basePeriodMs: toMs(METRIC_PERIOD_SECONDS),
    publishDelayMs: toMs(config.publishDelaySeconds),
    defaultCooldownMs: toMs(DEFAULT_COOLDOWN_SECONDS),
    instanceType: config.instanceType,
    fleet: {
      initialInstances: config.initialInstances,
      routing: config.routing,
      instance: {
        concurrency: instance.concurrency,
        queue: instance.queue,
        provisioningMs: toMs(instance.provisioningSeconds),
        warmUpMs: toMs(instance.warmUpSeconds),
        warmUpFactor: instance.warmUpFactor,
      },
    },
    policy: {
      minCapacity: policy.minCapacity,
      maxCapacity: policy.maxCapacity,
      targetPerPeriod: policy.targetPerMinute / config.timeCompression,
      scaleOutCooldownMs: toMs(policy.scaleOutCooldownSeconds),
      scaleInCooldownMs: toMs(policy.scaleInCooldownSeconds),
      scaleInDisabled: policy.scaleInDisabled,
    },
    serviceTime: { medianMs: instance.serviceTimeMs, sigma: instance.serviceTimeSigma },
  };
}
