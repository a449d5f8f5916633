/** Everything up to a run's load: what it would send, how long that takes and what it costs. */
import { isLoopback } from '../aws/credentials.ts';
import { subjectOf } from '../check/subject.ts';
import { costBeforeRun } from '../cost/cost-before-run.ts';
import { costFactsOf, type Range } from '../cost/cost-facts.ts';
import type { CostEstimate } from '../cost/estimate.ts';
import { findEngine } from '../load/engine.ts';
import { buildPlan } from '../load/plan.ts';
import { createRunDirectory } from '../record/run-directory.ts';
import type { Phase, ResolvedScenario } from '../scenario/schema.ts';
import { refuseUnmet } from './compare-with-endpoint.ts';
import { checkEndpoint, type EndpointSeen, preflight } from './preflight.ts';
import { withTarget } from './with-target.ts';

export interface DryRun {
  readonly scenario: string;
  readonly environment: string;
  readonly engine: string;
  /** Null where the stand-in of the run itself is loaded, whose address is a new one each time. */
  readonly target: string | null;
  /** Rows of the dataset, all of them encoded as requests. */
  readonly rows: number;
  /** Null where sending some would be billed. */
  readonly predictions: { readonly correct: number; readonly asked: number } | null;
  /** Null where none is watched. */
  readonly endpoint: EndpointSeen | null;
  readonly phases: readonly Phase[];
  readonly requests: number;
  readonly peakRps: number;
  readonly loadSeconds: number;
  /** After the load, until the last datapoints are final. */
  readonly settleSeconds: Range;
  /** At most so many; see `--retries`. */
  readonly attempts: number;
  /** Of all of them. */
  readonly cost: CostEstimate;
}

export interface DryRunOptions {
  /** The parent of run directories, which must be writable. */
  readonly out: string;
  /** Attempts after the first. */
  readonly retries: number;
}

/** @throws UserError where `run` would refuse to start */
export async function dryRun(
  scenario: ResolvedScenario,
  { out, retries }: DryRunOptions,
): Promise<DryRun> {
  const attempts = 1 + retries;
  findEngine(scenario, process.env);
  createRunDirectory(out, scenario, Date.now()).discard();
  const { codec, rows } = await subjectOf(scenario);
  for (const row of rows) codec.encode(row, scenario.address);
  return withTarget(scenario, async (aimed) => {
    const seen = await lookedUp(aimed);
    await refuseUnmet(aimed, seen.endpoint?.instances ?? null);
    const { phases } = scenario;
    const { count, durationMs } = buildPlan(phases);
    return {
      scenario: scenario.name,
      environment: scenario.environment,
      engine: scenario.engine,
      target: scenario.standIn === null ? scenario.target : null,
      rows: rows.length,
      ...seen,
      phases,
      requests: count,
      peakRps: Math.max(0, ...phases.flatMap(({ startRps, endRps }) => [startRps, endRps])),
      loadSeconds: durationMs / 1_000,
      settleSeconds: costFactsOf(aimed).settleSeconds,
      attempts,
      cost: await costBeforeRun(aimed, attempts),
    };
  });
}

/** Predictions are asked for on this machine only: anywhere else, each may cost something. */
async function lookedUp(
  aimed: ResolvedScenario,
): Promise<Pick<DryRun, 'predictions' | 'endpoint'>> {
  if (!isLoopback(aimed.target)) {
    return { predictions: null, endpoint: await checkEndpoint(aimed) };
  }
  const { correct, answered, endpoint } = await preflight(aimed);
  return { predictions: { correct, asked: answered }, endpoint };
}
