/** Records of runs in which a simulated fleet answered a made-up load, with metrics that tell instances apart. */
import { randomExponential, randomLcg } from 'd3-random';
import type { z } from 'zod';
import type { AwsEvent } from '../../../src/record/aws-events.ts';
import type { RunRecord } from '../../../src/record/read.ts';
import type { expectationsSchema } from '../../../src/scenario/expectations.ts';
import { seededChance } from '../../../src/simulation/chance.ts';
import { Fleet } from '../../../src/simulation/fleet.ts';
import { syntheticRun } from '../../verdict/synthetic-run.ts';

/** A whole AWS minute. */
export const START_MS = 1_700_000_040_000;

export interface Played {
  readonly seed: number;
  readonly routing?: 'random' | 'least-outstanding';
  readonly instances: number;
  /** Wanted at these seconds; new ones take 120 s to come into service. */
  readonly scaleOuts?: readonly { readonly atSeconds: number; readonly to: number }[];
  readonly loadSeconds?: number;
  readonly periodSeconds?: number;
  /** Requests/s of the whole load; one instance carries 4. */
  readonly rps?: number;
  readonly warmUpSeconds?: number;
  readonly trafficDelaySeconds?: number;
  readonly sigma?: number;
  /** Share of all requests that fail, on whatever instance. */
  readonly errorShare?: number;
  readonly bad?: {
    readonly ordinal: number;
    readonly errorShare?: number;
    readonly slowFactor?: number;
  };
  /** Gets so much of what the router chose it for; others get the rest. */
  readonly starved?: { readonly ordinal: number; readonly share: number };
  /** Whose metrics CloudWatch does not list. */
  readonly unlisted?: readonly number[];
  readonly enhanced?: boolean;
  readonly expect?: z.input<typeof expectationsSchema>;
}

const PROVISIONING_SECONDS = 120;

/** Opaque, and in no order. */
export function idOf(ordinal: number): string {
  return `i-${((ordinal * 2_654_435_761) % 4_294_967_296).toString(16).padStart(17, '0')}`;
}

interface Tally {
  requests: number;
  errors: number;
  latencyMs: number;
}

export function playedRun(played: Played): RunRecord {
  const { loadSeconds = 1_200, periodSeconds = 60, enhanced = true, expect = {} } = played;
  const base = syntheticRun({ expect: { errors: { maxShare: 1 }, ...expect }, steps: [] });
  const scenario = { ...base.manifest.scenario };
  const standIn = scenario.standIn === null ? null : { ...scenario.standIn!, timeCompression: 1 };
  const endMs = START_MS + (loadSeconds + 240) * 1_000;
  const aws: AwsEvent[] = [
    { type: 'collector', atMs: START_MS, state: 'started' },
    { type: 'clock', atMs: START_MS, offsetMs: 0, plusMinusMs: 20 },
    {
      type: 'endpoint-config',
      atMs: START_MS,
      name: 'config',
      instanceType: 'ml.m5.large',
      metrics: { enhanced, publishSeconds: periodSeconds },
    },
    ...answered(played, loadSeconds, periodSeconds, enhanced),
    { type: 'collector', atMs: START_MS + loadSeconds * 1_000, state: 'load-ended' },
    { type: 'collector', atMs: endMs, state: 'settled' },
  ];
  return {
    ...base,
    manifest: {
      ...base.manifest,
      scenario: { ...scenario, standIn },
      loadFrom: 'elsewhere',
      end: { atMs: endMs, how: 'completed', signal: null, message: 'done' },
    },
    load: [],
    aws,
  };
}

function answered(
  played: Played,
  loadSeconds: number,
  periodSeconds: number,
  enhanced: boolean,
): AwsEvent[] {
  const { seed, instances, scaleOuts = [], bad, starved, errorShare = 0 } = played;
  const chance = seededChance(seed, { medianMs: 500, sigma: played.sigma ?? 0.4 });
  const fleet = new Fleet(
    {
      initialInstances: instances,
      routing: played.routing ?? 'random',
      instance: {
        concurrency: 2,
        queue: 200,
        provisioningMs: PROVISIONING_SECONDS * 1_000,
        trafficDelayMs: (played.trafficDelaySeconds ?? 0) * 1_000,
        warmUpMs: (played.warmUpSeconds ?? 0) * 1_000,
        warmUpFactor: 3,
      },
    },
    chance,
    {
      errorsWhileUpdating: 0,
      ...(bad && {
        badInstance: { errorShare: 0, slowFactor: 1, swapLabels: false, staleShare: 0, ...bad },
      }),
    },
  );
  const last = scaleOuts.at(-1)?.to ?? instances;
  const rps = played.rps ?? 2.4 * last;
  const uniform = randomLcg(seed + 0.5);
  const gap = randomExponential.source(uniform)(rps / 1_000);
  const tallies = new Map<number, Map<number, Tally>>();
  const tally = (atMs: number, id: number) => {
    const period = Math.floor(atMs / (periodSeconds * 1_000));
    const ofPeriod = tallies.get(period) ?? new Map<number, Tally>();
    tallies.set(period, ofPeriod);
    const one = ofPeriod.get(id) ?? { requests: 0, errors: 0, latencyMs: 0 };
    ofPeriod.set(id, one);
    return one;
  };
  const events: AwsEvent[] = [];
  const wanted = [...scaleOuts];
  let pollMs = START_MS;
  let nowMs = START_MS;
  const until = START_MS + loadSeconds * 1_000;
  for (nowMs += gap(); pollMs < until; nowMs += gap()) {
    while (pollMs <= Math.min(nowMs, until)) {
      fleet.advance(pollMs);
      if (wanted[0] !== undefined && pollMs >= START_MS + wanted[0].atSeconds * 1_000) {
        fleet.setDesired(wanted.shift()!.to, pollMs);
      }
      events.push({
        type: 'endpoint',
        atMs: pollMs,
        status: fleet.status,
        variantName: 'AllTraffic',
        currentInstanceCount: fleet.inService,
        desiredInstanceCount: fleet.desired,
      });
      pollMs += 5_000;
    }
    if (nowMs >= until) break;
    fleet.advance(nowMs);
    const arrival = fleet.arrive(nowMs);
    if (arrival.outcome === 'rejected') continue;
    let id = arrival.instanceId;
    if (id === starved?.ordinal && uniform() >= starved.share) {
      id = 1 + Math.floor(uniform() * fleet.inService);
      if (id === starved.ordinal) id = 1 + (id % fleet.inService);
    }
    const one = tally(nowMs, id);
    one.requests += 1;
    one.latencyMs += arrival.completeMs - nowMs;
    if (arrival.failed || uniform() < errorShare) one.errors += 1;
  }
  return [...events, ...datapointsOf(tallies, periodSeconds, enhanced, played.unlisted ?? [])];
}

function datapointsOf(
  tallies: ReadonlyMap<number, ReadonlyMap<number, Tally>>,
  periodSeconds: number,
  enhanced: boolean,
  unlisted: readonly number[],
): AwsEvent[] {
  return [...tallies].flatMap(([period, ofPeriod]) => {
    const timestampMs = period * periodSeconds * 1_000;
    const point = (metric: string, stat: string, value: number, instanceId?: string) =>
      ({
        type: 'datapoint',
        seenAtMs: timestampMs + 4 * periodSeconds * 1_000,
        service: 'sagemaker',
        metric,
        stat,
        unit: stat === 'Sum' ? 'count' : 'ms',
        periodSeconds,
        timestampMs,
        value,
        revision: 0,
        final: true,
        ...(instanceId === undefined ? {} : { instanceId }),
      }) as const;
    const all = [...ofPeriod.values()].reduce((sum, { requests }) => sum + requests, 0);
    const listed = enhanced ? [...ofPeriod].filter(([id]) => !unlisted.includes(id)) : [];
    return [
      point('Invocations', 'Sum', all),
      ...listed.flatMap(([ordinal, { requests, errors, latencyMs }]) => [
        point('Invocations', 'Sum', requests, idOf(ordinal)),
        point('Invocation5XXErrors', 'Sum', errors, idOf(ordinal)),
        point('ModelLatency', 'Average', latencyMs / requests, idOf(ordinal)),
      ]),
    ];
  });
}
