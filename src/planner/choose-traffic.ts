/** Turns `--traffic` into traffic. */
import { createClients } from '../collector/clients.ts';
import { ClockOffset } from '../collector/clock-offset.ts';
import { shown } from '../input/quote.ts';
import { UserError } from '../input/user-error.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';
import { scaled, type Traffic } from './traffic.ts';
import { MAX_CLOUDWATCH_DAYS, readCloudWatchTraffic } from './traffic-cloudwatch.ts';
import { readTrafficCsv } from './traffic-csv.ts';
import { SHAPES, type Shape, shapedTraffic } from './traffic-shapes.ts';

export interface TrafficFlags {
  /** Absent: the scenario's own phases. */
  readonly traffic?: string | undefined;
  readonly scale: number;
  readonly base?: number | undefined;
  readonly peak?: number | undefined;
  readonly days?: number | undefined;
  readonly rise?: number | undefined;
}

const CLOUDWATCH = /^cloudwatch:(\d{1,3})d$/;
const USUAL_RISE_SECONDS = 600;
const USUAL_DAYS: Readonly<Record<Shape, number>> = { daily: 7, launch: 1, 'hourly-burst': 1 };

/** @throws UserError for what is no traffic; an SDK error */
export async function chooseTraffic(
  scenario: ResolvedScenario,
  flags: TrafficFlags,
  nowMs: number,
): Promise<Traffic> {
  const traffic = await unscaled(scenario, flags, nowMs);
  return flags.scale === 1 ? traffic : scaled(traffic, flags.scale);
}

async function unscaled(
  scenario: ResolvedScenario,
  flags: TrafficFlags,
  nowMs: number,
): Promise<Traffic> {
  const { traffic: name } = flags;
  const shape = SHAPES.find((each) => each === name);
  if (shape !== undefined) return shapeOf(shape, flags);
  const stray = (['base', 'peak', 'days', 'rise'] as const).find((key) => flags[key] !== undefined);
  if (stray !== undefined) {
    throw new UserError(
      `--${stray} describes a shape, but --traffic names none; add --traffic ${SHAPES.join(', ')}, or leave it out.`,
    );
  }
  if (name === undefined) return ownPlan(scenario);
  if (name.startsWith('cloudwatch')) return fromCloudWatch(name, scenario, nowMs);
  return readTrafficCsv(name);
}

/** At the stand-in's compression, at which the scenario's durations were chosen. */
export function ownPlan({ name, environment, phases, standIn }: ResolvedScenario): Traffic {
  return {
    source: `the phases of ${name} ${environment}`,
    startMs: null,
    phases,
    arrivals: 'paced',
    counts: 'counted',
    timeCompression: standIn?.timeCompression ?? 1,
    scale: 1,
    caveats: [],
  };
}

function shapeOf(shape: Shape, { base, peak, days, rise }: TrafficFlags): Traffic {
  if (base === undefined || peak === undefined) {
    throw new UserError(
      `--traffic ${shape}: expected --base and --peak, requests/s, for example --base 50 --peak 800; add both.`,
    );
  }
  if (base > peak) {
    throw new UserError(
      `--base ${base} is above --peak ${peak}; expected base at most peak, so swap them.`,
    );
  }
  return shapedTraffic(shape, {
    baseRps: base,
    peakRps: peak,
    days: days ?? USUAL_DAYS[shape],
    riseSeconds: rise ?? USUAL_RISE_SECONDS,
  });
}

async function fromCloudWatch(
  name: string,
  { watch, ...scenario }: ResolvedScenario,
  nowMs: number,
): Promise<Traffic> {
  const days = Number(CLOUDWATCH.exec(name)?.[1]);
  if (!(days >= 1 && days <= MAX_CLOUDWATCH_DAYS)) {
    throw new UserError(
      `--traffic ${shown(name)}: expected cloudwatch:Nd with 1 to ${MAX_CLOUDWATCH_DAYS} days, for example cloudwatch:7d.`,
    );
  }
  if (watch === null) {
    throw new UserError(
      `${scenario.name} ${scenario.environment} watches nothing, so CloudWatch has no traffic of it; set scaleproof.watch.endpointName, or name other traffic.`,
    );
  }
  const clients = createClients(watch, new ClockOffset(), Date.now);
  try {
    return await readCloudWatchTraffic(clients.cloudWatch, watch, days, nowMs);
  } finally {
    clients.destroy();
  }
}
