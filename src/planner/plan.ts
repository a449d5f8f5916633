/** Plans: traffic x policies x an endpoint -> what callers and the bill would see. */
import type { PriceTable } from '../cost/prices.ts';
import { count, counted, figure, milliseconds, rate } from '../format/numbers.js';
import { UserError } from '../input/user-error.ts';
import { MAX_INSTANCES } from '../scenario/limits.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';
import type { StandInConfig } from '../scenario/stand-in-config.ts';
import { resolveSettings } from '../simulation/settings.ts';
import { carriedUtilization } from './carried.ts';
import { frontierOf, pickOf } from './frontier.ts';
import { Stations } from './measure-station.ts';
import { meanServiceMs, type Planned, planPolicy } from './plan-policy.ts';
import { PLAN_VERSION, type PlanResult, type PolicyOutcome } from './plan-result.ts';
import { fixedVariant, MOST_POLICIES, policiesOf } from './policies.ts';
import type { Bound } from './recorder.ts';
import { figuresOf, type Traffic } from './traffic.ts';

export interface PlanRequest {
  readonly scenario: ResolvedScenario;
  readonly traffic: Traffic;
  /** As they were written; see policies.ts. */
  readonly sweeps: readonly string[];
  readonly schedules: readonly string[];
  readonly prices: PriceTable;
  /** Called before each policy, for progress. */
  readonly onPolicy?: (id: string, index: number, of: number) => void;
}

/** @throws UserError when the scenario does not say what a plan needs */
export function plan(request: PlanRequest): PlanResult {
  const { scenario, traffic, prices } = request;
  const planned = preparedFor(scenario, traffic);
  const { config, figures, bound } = planned;
  if (traffic.timeCompression !== 1 && request.schedules.length > 0) {
    throw new UserError(
      `--schedule acts at times of day, but the scenario's phases are planned at timeCompression ${traffic.timeCompression}; name traffic with --traffic.`,
    );
  }
  const { variants, caveats } = policiesOf(config.policy, request.sweeps, request.schedules);
  const perInstanceRps = carriedByOne(planned);
  const needed =
    perInstanceRps > 0 ? Math.max(1, Math.ceil(figures.peakRps / perInstanceRps)) : null;
  const isGiven = variants.some(({ id }) => id === `fixed=${needed}`);
  const hasRoom = needed !== null && needed <= MAX_INSTANCES && variants.length < MOST_POLICIES;
  const all = [...variants, ...(hasRoom && !isGiven ? [fixedVariant(config.policy)(needed)] : [])];
  const price = prices.get(config.instanceType) ?? null;
  const policies = all.map((variant, index): PolicyOutcome => {
    request.onPolicy?.(variant.id, index, all.length);
    const outcome = planPolicy(planned, variant);
    return { ...outcome, usd: price === null ? null : outcome.instanceHours * price.usd };
  });
  const frontier = frontierOf(policies);
  return {
    schemaVersion: PLAN_VERSION,
    scenario: scenario.name,
    environment: scenario.environment,
    traffic: {
      source: traffic.source,
      startMs: traffic.startMs,
      durationSeconds: figures.wallSeconds * traffic.timeCompression,
      timeCompression: traffic.timeCompression,
      arrivals: traffic.arrivals,
      scale: traffic.scale,
      requests: figures.requests,
      meanRps: figures.meanRps,
      peakRps: figures.peakRps,
    },
    endpoint: {
      instanceType: config.instanceType,
      concurrency: config.instance.concurrency,
      queue: config.instance.queue,
      routing: config.routing,
      meanServiceMs: meanServiceMs(resolveSettings(config)),
      provisioningSeconds: config.instance.provisioningSeconds,
      perInstanceRps,
    },
    bound,
    price: price && { usdPerHour: price.usd, source: price.source },
    policies,
    frontier: frontier.map(({ id }) => id),
    pick: pickOf(frontier, bound),
    caveats: [
      ...traffic.caveats,
      ...caveats,
      ...beyondMaximum(config, figures.peakRps, perInstanceRps, needed, bound),
      ...notPlanned(config),
      ...(price === null
        ? [
            `No price for ${config.instanceType}, so no cost: add --price ${config.instanceType}=USD (per hour); policies are compared by instance-hours.`,
          ]
        : []),
    ],
  };
}

/** @throws UserError when the scenario does not say what a plan needs */
export function preparedFor(scenario: ResolvedScenario, traffic: Traffic): Planned {
  const { standIn: config, name, environment, expect } = scenario;
  if (config === null) {
    throw new UserError(
      `${name} ${environment} has no \`scaleproof.standIn\`, the endpoint to plan with; write one from a measured run with \`npx scaleproof calibrate RUN\`, or state it in the scenario.`,
    );
  }
  if (config.serverless) {
    throw new UserError(
      `${name} ${environment} has a serverless endpoint, which has no instances to plan; plan an endpoint on instances: remove scaleproof.standIn.serverless.`,
    );
  }
  if (config.component) {
    throw new UserError(
      `${name} ${environment} has an inference component, and plans count instances only; plan an endpoint without: remove scaleproof.standIn.component.`,
    );
  }
  refuseFaults(config);
  if (!expect.latency) {
    throw new UserError(
      `${name} ${environment} has no \`scaleproof.expect.latency\`, the bound to plan for; add one, for example --set scaleproof.expect.latency.maxMs=400.`,
    );
  }
  const { percentile, maxMs } = expect.latency;
  const bound: Bound = {
    percentile,
    maxMs,
    maxFailedShare: expect.errors?.maxShare ?? 1 - percentile / 100,
    timeoutMs: scenario.replay.timeoutMs,
  };
  const figures = figuresOf(traffic);
  if (figures.requests === 0) {
    throw new UserError(
      `${traffic.source} has no requests to plan for; name other traffic with --traffic.`,
    );
  }
  const { concurrency, queue, serviceTimeSigma: sigma } = config.instance;
  const stations = new Stations({
    ...{ concurrency, queue, sigma, routing: config.routing },
    arrivals: traffic.arrivals,
  });
  return { config, traffic, figures, bound, stations };
}

function carriedByOne({ config, stations, bound }: Planned): number {
  const serviceMs = meanServiceMs(resolveSettings(config));
  const full = (config.instance.concurrency * 1_000) / serviceMs;
  const station = stations.of(config.policy.maxCapacity);
  return full * carriedUtilization(station, serviceMs, bound);
}

/** Faults of single instances and requests, which a fluid does not have. */
const NOT_IN_A_FLUID = ['badInstance', 'stall', 'alarmMetric'] as const;

function refuseFaults({ faults }: StandInConfig): void {
  const fault = NOT_IN_A_FLUID.find((key) => faults[key] !== undefined);
  const key = fault ?? (faults.errorsWhileUpdating > 0 ? 'errorsWhileUpdating' : undefined);
  if (key === undefined) return;
  throw new UserError(
    `scaleproof.standIn.faults.${key}: a plan has no requests one by one for it to act on; remove it, or run the scenario on the stand-in.`,
  );
}

function beyondMaximum(
  { policy }: StandInConfig,
  peakRps: number,
  perInstanceRps: number,
  needed: number | null,
  { percentile, maxMs }: Bound,
): string[] {
  if (needed === null) {
    return [
      `Not even an idle instance answers ${figure(percentile)} % of requests within ${milliseconds(maxMs)}: no count of instances keeps the bound; raise it, or make the model faster.`,
    ];
  }
  if (needed <= policy.maxCapacity) return [];
  return [
    `The peak of ${rate(peakRps)} is beyond the maximum capacity: ${counted(policy.maxCapacity, 'instance')} carry ${rate(policy.maxCapacity * perInstanceRps)} within the bound, and the peak needs ${count(needed)}; raise policy.maxCapacity (see \`--sweep max=${needed}\`) and the quota.`,
  ];
}

function notPlanned({ apiGateway, lambda }: StandInConfig): string[] {
  const limits = [
    ...(apiGateway ? ['apiGateway'] : []),
    ...(lambda.reservedConcurrency === undefined ? [] : ['lambda.reservedConcurrency']),
  ];
  return limits.map(
    (key) =>
      `standIn.${key} is not planned: requests it would throttle count as sent to the endpoint.`,
  );
}
