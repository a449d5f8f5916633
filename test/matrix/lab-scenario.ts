/** What a run in virtual time is told, and the healthy run that every other one differs from. */
import merge from 'lodash/merge.js';
import type { z } from 'zod';
import {
  type Phase,
  replaySettingsSchema,
  scaleproofSchema,
  type WatchedScenario,
  watchSchema,
} from '../../src/scenario/schema.ts';
import { SYSTEMS } from '../../src/systems/registry.ts';

type Configuration = z.input<typeof scaleproofSchema>;
type DeepPartial<T> = T extends object ? { [K in keyof T]?: DeepPartial<T[K]> } : T;

export interface LabRun {
  /** The healthy run's own if absent. */
  readonly system?: string;
  readonly seed?: number;
  /** Epoch ms. AWS's minutes are whole ones, so this places the load within the alarm's periods. */
  readonly startMs?: number;
  readonly phases?: readonly Phase[];
  /** Merged into the healthy run's `config.scaleproof`. */
  readonly scaleproof?: DeepPartial<Configuration>;
  /** In place of the healthy run's expectations, all of them. */
  readonly expect?: Configuration['expect'];
  /** The variant is no scalable target. */
  readonly withoutPolicy?: boolean;
  /** Every so manieth request is answered by a cache before the API. */
  readonly answersFromCache?: number;
  /** Another endpoint answers the load, behind a gateway and function of its own; the watched one is idle. */
  readonly answeredElsewhere?: boolean;
  /** The generator writes latencies down in seconds and calls them milliseconds. */
  readonly latenciesInSeconds?: boolean;
  /** The generator does nothing for so long, so often. */
  readonly generatorPause?: { readonly everyMs: number; readonly lengthMs: number };
}

/** Most requests/s of the healthy run; 600 a minute and instance are the target, so three carry it. */
export const PEAK_RPS = 28.5;

export const step = (name: string, durationSeconds: number, rps: number): Phase => ({
  name,
  durationSeconds,
  startRps: rps,
  endRps: rps,
});

export const HEALTHY_PHASES: readonly Phase[] = [
  { name: 'ramp', durationSeconds: 300, startRps: 1, endRps: PEAK_RPS },
  { name: 'hold', durationSeconds: 1_200, startRps: PEAK_RPS, endRps: PEAK_RPS },
];

const HEALTHY_EXPECT: Configuration['expect'] = {
  scaledOut: { fromInstances: 1, atLeastInstances: 2, withinSeconds: 900 },
  reachedRate: { rps: PEAK_RPS, holdSeconds: 300, minInstances: 2 },
  latency: { percentile: 99, maxMs: 400, over: 'run' },
  errors: { maxShare: 0.01 },
  accuracy: { minShare: 0.97 },
  converged: {},
};

/** In true-to-life time; a twentieth of the wine scenario's rates, so that a run takes a second. */
const HEALTHY: Configuration = {
  watch: { endpointName: 'iris', functionName: 'iris', api: { name: 'iris', stage: 'dev' } },
  standIn: {
    timeCompression: 1,
    policy: { minCapacity: 1, maxCapacity: 4, targetPerMinute: 600 },
    instance: { concurrency: 2, serviceTimeMs: 40, provisioningSeconds: 270 },
  },
};

export function scenarioOf(run: LabRun): WatchedScenario {
  const { system = 'iris', seed = 1, phases = HEALTHY_PHASES, expect = HEALTHY_EXPECT } = run;
  const merged = merge({}, HEALTHY, { standIn: { seed } }, { expect }, run.scaleproof);
  const { watch: written, standIn, ...rest } = scaleproofSchema.parse(merged);
  const watch = watchSchema.parse(written);
  return {
    name: 'virtual',
    system,
    systemId: system,
    systemModule: null,
    environment: 'virtual',
    engine: 'artillery',
    target: 'http://127.0.0.1',
    way: SYSTEMS.get(system)!.defaultWay,
    region: watch.region,
    address: {
      path: null,
      functionName: watch.functionName ?? null,
      endpointName: watch.endpointName,
    },
    headersFromEnvironment: {},
    dataset: null,
    phases,
    replay: replaySettingsSchema.parse({ seed }),
    watch,
    standIn: standIn ?? null,
    ...rest,
  };
}
