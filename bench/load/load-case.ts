/** The loads for both engines, their plans, and their order. */
import { buildPlan, type Plan } from '../../src/load/plan.ts';
import { type ArtilleryPhase, toPhases } from '../../src/scenario/phases.ts';
import { ENGINES, type Engine } from './contestant.ts';
import type { Options } from './options.ts';
import type { Stall } from './target-process.ts';

export interface LoadCase {
  readonly id: string;
  readonly title: string;
  readonly phases: readonly ArtilleryPhase[];
  readonly plan: Plan;
  readonly stall: Stall | null;
}

/** The rate of the aims, the ramp and the stall. */
export const REFERENCE_RPS = 1_000;
const STALL_MS = 1_000;

/** One request: measures the cost of starting Artillery, its worker and the engine. */
export const EMPTY_LOAD = loadCase('empty', 'one request', [{ duration: 1, arrivalCount: 1 }]);

export function loadCases({ rates, seconds }: Pick<Options, 'rates' | 'seconds'>): LoadCase[] {
  const constant = rates.map((rps) =>
    loadCase(constantId(rps), `${rps.toLocaleString('en')}/s`, [
      { duration: seconds, arrivalRate: rps },
    ]),
  );
  if (!rates.includes(REFERENCE_RPS)) return constant;
  const rps = REFERENCE_RPS;
  const ramp = [{ duration: seconds, arrivalRate: 10, rampTo: rps }];
  const stall = { afterMs: (seconds * 1_000) / 2, forMs: STALL_MS };
  return [
    ...constant,
    loadCase('ramp', `10 to ${rps.toLocaleString('en')}/s`, ramp),
    loadCase(
      'stall',
      `${rps.toLocaleString('en')}/s, stalled`,
      [{ duration: seconds, arrivalRate: rps }],
      stall,
    ),
  ];
}

export function constantId(rps: number): string {
  return `constant-${rps}`;
}

function loadCase(
  id: string,
  title: string,
  phases: ArtilleryPhase[],
  stall: Stall | null = null,
): LoadCase {
  return { id, title, phases, plan: buildPlan(toPhases(phases)), stall };
}

export interface Turn {
  readonly load: LoadCase;
  readonly engine: Engine;
  /** From 1. */
  readonly round: number;
}

/**
 * Each load with both engines back to back, in an order that each round reverses.
 *
 * A machine that warms up or slows down over an hour affects both engines, because
 * they alternate, and any effect on the first of a pair affects each of them in turn.
 */
export function turns(loads: readonly LoadCase[], rounds: number): Turn[] {
  return Array.from({ length: rounds }, (_, index) => {
    const order = index % 2 === 0 ? ENGINES : ENGINES.toReversed();
    return loads.flatMap((load) => order.map((engine) => ({ load, engine, round: index + 1 })));
  }).flat();
}
