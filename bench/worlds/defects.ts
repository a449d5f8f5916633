/** What can be wrong with a world. Each is drawn in its size as well: from hardly felt to ruinous. */
import type { LabRun } from '../../test/matrix/lab-scenario.ts';
import type { Draw } from './draw.ts';

/** What defects are sized by. */
export interface Sizes {
  readonly compression: number;
  readonly targetRps: number;
  readonly peakRps: number;
  readonly maxCapacity: number;
  readonly concurrency: number;
  readonly loadSeconds: number;
}

export interface Defect {
  readonly name: string;
  /** What it changes in the run. Durations are AWS's, which the stand-in divides. */
  readonly apply: (draw: Draw, sizes: Sizes, run: LabRun) => LabRun;
}

type StandIn = NonNullable<NonNullable<LabRun['scaleproof']>['standIn']>;
const standIn = (changes: StandIn): LabRun => ({ scaleproof: { standIn: changes } });
const faults = (changes: NonNullable<StandIn['faults']>) => standIn({ faults: changes });

export const DEFECTS: readonly Defect[] = [
  {
    name: 'target above what an instance carries',
    apply: (draw, { targetRps, concurrency }, run) => {
      const { serviceTimeSigma = 0 } = run.scaleproof?.standIn?.instance ?? {};
      const carriesRps = targetRps * draw.between(0.5, 0.9);
      const serviceTimeMs =
        (concurrency * 1_000) / carriesRps / Math.exp(serviceTimeSigma ** 2 / 2);
      return standIn({ instance: { serviceTimeMs } });
    },
  },
  {
    name: 'slow provisioning',
    apply: (draw) => standIn({ instance: { provisioningSeconds: draw.between(550, 1_500) } }),
  },
  {
    name: 'quota',
    apply: (draw, { maxCapacity }) => faults({ quotaInstances: draw.whole(1, maxCapacity - 1) }),
  },
  { name: 'scaling suspended', apply: () => faults({ suspendScaleOut: true }) },
  { name: 'no policy', apply: () => ({ withoutPolicy: true }) },
  { name: 'burstable instances', apply: () => standIn({ instanceType: 'ml.t2.medium' }) },
  {
    name: 'alarm on another metric',
    apply: (draw) =>
      faults({ alarmMetric: draw.one(['Invocation5XXErrors', 'ModelLatency', 'CPUUtilization']) }),
  },
  {
    name: 'tracked metric unpublished',
    apply: () => faults({ unpublishedMetrics: ['InvocationsPerInstance'] }),
  },
  {
    name: 'other metrics unpublished',
    apply: () => faults({ unpublishedMetrics: ['Invocations', 'ModelLatency'] }),
  },
  {
    name: 'datapoints lost',
    apply: (draw, { compression, loadSeconds }) =>
      faults({
        lostDatapoints: {
          atSeconds: draw.between(0, 0.8) * loadSeconds * compression,
          seconds: draw.between(120, 600),
        },
      }),
  },
  {
    name: 'AWS refuses',
    apply: () => faults({ scalingRefusal: 'Could not assume the execution role.' }),
  },
  {
    name: 'not scalable',
    apply: (draw) =>
      faults({ unscalable: { seconds: draw.chance(0.5) ? 86_400 : draw.between(120, 900) } }),
  },
  {
    name: 'capacity shortage',
    apply: (draw) => faults({ capacityShortageSeconds: draw.between(300, 900) }),
  },
  {
    name: 'slow alarm',
    apply: (draw) => standIn({ policy: { alarmDatapoints: draw.whole(7, 10) } }),
  },
  {
    name: 'target in another unit',
    apply: (draw, { targetRps }) =>
      standIn({ policy: { targetPerMinute: draw.one([targetRps, targetRps * 3_600]) } }),
  },
  {
    name: 'scale-in held',
    apply: (draw) => faults({ holdScaleInSeconds: draw.between(300, 86_400) }),
  },
  { name: 'scale-in one by one', apply: () => standIn({ policy: { scaleInOneByOne: true } }) },
  { name: 'scale-in switched off', apply: () => standIn({ policy: { scaleInDisabled: true } }) },
  {
    name: 'errors while updating',
    apply: (draw) => faults({ errorsWhileUpdating: draw.logBetween(0.01, 0.5) }),
  },
  {
    name: 'stall',
    apply: (draw, { compression, loadSeconds }) =>
      faults({
        stall: {
          atSeconds: draw.between(0.05, 0.9) * loadSeconds * compression,
          seconds: draw.between(2, 15) * compression,
        },
      }),
  },
  {
    name: 'slow warm-up',
    apply: (draw) =>
      standIn({
        instance: { warmUpSeconds: draw.between(30, 3_600), warmUpFactor: draw.between(1.5, 5) },
      }),
  },
  { name: 'cache before the API', apply: (draw) => ({ answersFromCache: draw.whole(2, 60) }) },
  {
    name: 'throttled function',
    apply: (draw) => standIn({ lambda: { reservedConcurrency: draw.whole(1, 6) } }),
  },
  {
    name: 'throttled API',
    apply: (draw, { peakRps }) => {
      const rateRps = peakRps * draw.between(0.5, 1.1);
      return standIn({ apiGateway: { rateRps, burst: Math.max(1, Math.round(rateRps)) } });
    },
  },
  { name: 'wrong labels', apply: () => faults({ swapLabels: true }) },
  {
    name: 'one instance fails',
    apply: (draw) =>
      faults({
        badInstance: { ordinal: draw.whole(1, 3), errorShare: draw.logBetween(0.02, 1) },
      }),
  },
  {
    name: 'one slow instance',
    apply: (draw) =>
      faults({ badInstance: { ordinal: draw.whole(1, 3), slowFactor: draw.logBetween(1.2, 8) } }),
  },
  {
    name: 'another model on one instance',
    apply: (draw) => faults({ badInstance: { ordinal: draw.whole(2, 3), swapLabels: true } }),
  },
  {
    name: 'late metrics',
    apply: (draw) => standIn({ publishDelaySeconds: draw.between(180, 600) }),
  },
  {
    name: 'clocks apart',
    apply: (draw) => faults({ clockSkewSeconds: draw.one([-1, 1]) * draw.logBetween(0.2, 200) }),
  },
  {
    name: 'overloaded generator',
    apply: (draw) => ({
      generatorPause: { everyMs: draw.between(1_000, 8_000), lengthMs: draw.between(20, 400) },
    }),
  },
  {
    name: 'AWS throttles and fails',
    apply: (draw) =>
      faults({
        apis: {
          throttledShare: draw.between(0, 0.4),
          failedShare: draw.between(0, 0.2),
          hungShare: draw.between(0, 0.1),
          malformedShare: draw.between(0, 0.1),
          partialShare: draw.between(0, 0.3),
          revisedShare: draw.between(0, 0.3),
          unordered: draw.chance(0.5),
        },
      }),
  },
];
