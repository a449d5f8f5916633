/** Defines the timeline: a run as series on one time axis, for the live view, the HTML report and the checks. */
import type { MetricService } from '../record/aws-events.ts';
import type { NotSentCounts, OutcomeCounts, SampledBy } from '../record/load-events.ts';
import type { WorkerMultiples } from './worker-multiples.ts';

/** One second of load, all workers together. Latencies in ms, null where no request completed. */
export interface LoadPoint {
  /** Whole seconds since the plan's time zero. */
  readonly second: number;
  /** Local epoch ms of the second's start. */
  readonly startMs: number;
  readonly planned: number;
  readonly sent: number;
  readonly sentInOwnSecond: number;
  readonly notSent: NotSentCounts;
  /** Of requests that ended in this second. */
  readonly outcomes: OutcomeCounts;
  /** The same, but what is not `correct` in the second it was due. */
  readonly outcomesByDue: OutcomeCounts;
  readonly completed: number;
  /** Null, as `backlog`, where the samples do not tell. */
  readonly inFlight: number | null;
  readonly backlog: number | null;
  readonly latencyP50Ms: number | null;
  readonly latencyP95Ms: number | null;
  readonly latencyP99Ms: number | null;
  /** Means add up and percentiles do not: what latency consists of is told from these. */
  readonly latencyMeanMs: number | null;
  readonly serviceTimeMeanMs: number | null;
  readonly lagP50Ms: number | null;
  readonly lagP99Ms: number | null;
  /** Open connections, all workers together. */
  readonly connections: number;
  /** Of the busiest worker, 0..1. */
  readonly eventLoopUtilization: number;
}

/** The latency that the scenario allows. */
export interface LatencyBound {
  readonly percentile: number;
  readonly maxMs: number;
}

export interface InstancesPoint {
  /** Local epoch ms. */
  readonly atMs: number;
  readonly current: number | null;
  readonly desired: number | null;
  readonly status: string;
  /** In service by type, for a variant of instance pools. */
  readonly pools?: readonly {
    readonly instanceType: string;
    readonly currentInstanceCount: number;
  }[];
  /** A new version of the inference component is being rolled out. */
  readonly updating?: true;
}

/** One datapoint, in its last known revision, on the local clock. */
export interface MetricPoint {
  readonly startMs: number;
  readonly endMs: number;
  readonly value: number;
  /** For sums only: the value as a rate per minute. */
  readonly perMinute: number | null;
  readonly final: boolean;
}

export interface MetricSeries {
  readonly service: MetricService;
  /** Null unless the metric is that of a single container. */
  readonly container: string | null;
  readonly metric: string;
  readonly stat: string;
  readonly unit: 'count' | 'ms' | 'percent';
  readonly points: readonly MetricPoint[];
}

/** The target of the tracked metric, from the policy or its alarm. */
export interface Target {
  /** CloudWatch's name of the metric. */
  readonly metric: string;
  readonly perPeriod: number;
  readonly periodSeconds: number;
  readonly perMinute: number;
}

/** A concurrency limit that was set before the run. */
export interface ConcurrencyLimit {
  readonly kind: 'reserved' | 'provisioned' | 'max-concurrency';
  /** Concurrent executions or requests. */
  readonly value: number;
}

export type InstanceMeasure = 'requestsPerMinute' | 'modelLatencyMs';
/** A point for each stretch of time; null where nothing is known. */
export type InstanceLine = readonly (number | null)[];
export type InstanceLinesOfOne = Readonly<Record<InstanceMeasure, InstanceLine>>;

export interface InstanceLines {
  /** Of the first point, local epoch ms. */
  readonly startMs: number;
  readonly secondsPerPoint: number;
  readonly byId: ReadonlyMap<string, InstanceLinesOfOne>;
  /** The highest value of any line. */
  readonly scales: Readonly<Record<InstanceMeasure, number>>;
  /** The median of all instances at each point. */
  readonly typical: InstanceLinesOfOne;
}

export interface Timeline {
  /** Local epoch ms of the plan's time zero, or of the first observation when nothing was sent. */
  readonly startMs: number;
  readonly load: readonly LoadPoint[];
  /** Requests by outcome before the first of `load`, in a live view of a long load. */
  readonly earlierOutcomes?: LoadPoint['outcomes'];
  readonly instances: readonly InstancesPoint[];
  /** The copies of an inference component, which `instances` then counts, run on these; absent without one. */
  readonly hosts?: readonly InstancesPoint[];
  readonly metrics: readonly MetricSeries[];
  readonly target: Target | null;
  /** Absent without one. */
  readonly latencyBound?: LatencyBound;
  /** The tool whose samples `load` is, which reports no plan; absent for an engine of this project. */
  readonly sampledBy?: SampledBy;
  /** Set where nothing on AWS is watched: what only AWS tells is not awaited. */
  readonly unwatched?: true;
  /** Absent when none was read: most systems have none. */
  readonly limits?: readonly ConcurrencyLimit[];
  /** Absent where no metric tells instances apart. */
  readonly instanceLines?: InstanceLines;
  /** Absent where no workers brought samples of their own. */
  readonly workers?: WorkerMultiples;
}
