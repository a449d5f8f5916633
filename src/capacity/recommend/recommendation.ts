/** What `recommend` says: a policy, the arithmetic behind it, what it risks, and what would serve better. */
import type { PredefinedMetric } from '../../aws/target-tracking.ts';
import type { CapacityFact, EndpointFact, GrowthFact, LagFact } from './facts.ts';

export interface RecommendOptions {
  /** Requests/s that come on top every minute; null: as the run's plan has it. */
  readonly growthPerMinute: number | null;
  /** Most requests/s to be carried; null: the plan's. */
  readonly peakRps: number | null;
  /** Requests/s at all times; null: one instance will do. */
  readonly baseRps: number | null;
  /** The base is carried even with one instance lost. */
  readonly surviveOne: boolean;
}

export interface PolicySettings {
  readonly metric: PredefinedMetric;
  /** Requests a minute and instance; concurrent requests per instance for the metric of 10 s. */
  readonly targetValue: number;
  readonly minCapacity: number;
  readonly maxCapacity: number;
  readonly scaleOutCooldownSeconds: number;
  readonly scaleInCooldownSeconds: number;
}

/** A minimum, and what would follow from it. */
export interface MinimumChoice {
  readonly minCapacity: number;
  readonly safetyFactor: number;
  /** Null where no target leaves enough room. */
  readonly targetPerMinute: number | null;
  readonly instancesAtPeak: number | null;
  readonly isChosen: boolean;
}

export interface Alternative {
  readonly kind: 'high-resolution' | 'scheduled-action';
  readonly message: string;
  /** For `high-resolution`, where the concurrency per instance is known. */
  readonly policy: PolicySettings | null;
}

export interface Recommendation {
  readonly endpoint: EndpointFact;
  readonly policy: PolicySettings;
  /** From the ends of the interval of what an instance carries; null as `high` where nobody found its end. */
  readonly targetRange: { readonly low: number; readonly high: number | null };
  readonly capacity: CapacityFact;
  readonly lag: LagFact | null;
  readonly growth: GrowthFact | null;
  readonly safetyFactor: { readonly value: number; readonly isMeasured: boolean };
  /** False: the load grows faster than instances come, whatever the target. */
  readonly canFollow: boolean;
  readonly choices: readonly MinimumChoice[];
  /** Each a line: a quantity, how it is computed, its value. */
  readonly arithmetic: readonly { readonly what: string; readonly how: string }[];
  readonly risks: readonly string[];
  readonly alternatives: readonly Alternative[];
  readonly caveats: readonly string[];
  readonly timeCompression: number;
}

/** Before it is put into words. */
export type Found = Omit<Recommendation, 'arithmetic' | 'risks' | 'alternatives' | 'caveats'>;
