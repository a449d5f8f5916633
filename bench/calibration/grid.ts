/** The loads that are tried, in rows of a table. */
import type { Question } from './trial.ts';
import { logNormal, pareto, type World } from './world.ts';

export interface Row {
  readonly what: string;
  readonly questions: readonly Question[];
}

const USUAL: World = {
  rho: 0,
  spread: 0,
  tail: logNormal(0.3),
  rps: 200,
  seconds: 600,
  stalls: 'none',
};
const HEAVIER = logNormal(1);
const PARETO = pareto(2.5);

/** Under two minutes nothing is said of the system, so a few runs show it. */
const SHORT_SECONDS = 60;
const SHORT_RUNS = 20;

/** The four rows with which the former method was found out: 55 s of 200 requests/s. */
export function formerRows(runs: number): Row[] {
  const levels = [
    [0, 0],
    [0.5, 0.05],
    [0.8, 0.1],
    [0.9, 0.2],
  ] as const;
  return levels.map(([rho, spread]) =>
    row(`rho ${rho}, spread ${spread}`, runs, [{ ...USUAL, rho, spread, seconds: 55 }], true),
  );
}

/** @param runs of each load */
export function gridRows(runs: number): Row[] {
  const levels = [0.05, 0.1, 0.2, 0.4].flatMap((spread) =>
    [0, 0.5, 0.8, 0.9, 0.95].map((rho) => ({ rho, spread })),
  );
  const rows = [
    row('every second alike', runs, over({ rho: 0, spread: 0 })),
    ...levels.map((level) => row(`rho ${level.rho}, spread ${level.spread}`, runs, over(level))),
    ...[HEAVIER, PARETO].flatMap((tail) =>
      [
        { rho: 0, spread: 0 },
        { rho: 0.8, spread: 0.1 },
        { rho: 0.95, spread: 0.4 },
      ].map((level) =>
        row(
          `${tail.name}; rho ${level.rho}, spread ${level.spread}`,
          runs,
          at200({ ...level, tail }),
        ),
      ),
    ),
    ...(['on the beat', 'at random'] as const).flatMap((stalls) =>
      [
        { rho: 0, spread: 0 },
        { rho: 0.9, spread: 0.2 },
      ].map((level) =>
        row(
          `2 s stall once a minute, ${stalls}; rho ${level.rho}, spread ${level.spread}`,
          runs,
          at200({ ...level, stalls }),
        ),
      ),
    ),
  ];
  // Other chance in each row: else what came by chance in one would come in all.
  return rows.map(({ what, questions }, index) => ({
    what,
    questions: questions.map((question) => ({ ...question, seed: 100 * index + question.seed })),
  }));
}

/** Every window at every rate. */
function over(differs: Partial<World>): World[] {
  return [10, 200, 2_000].flatMap((rps) =>
    [30, 60, 120, 300, 600, 1_200].map((seconds) => ({ ...USUAL, ...differs, rps, seconds })),
  );
}

function at200(differs: Partial<World>): World[] {
  return [60, 120, 600, 1_200].map((seconds) => ({ ...USUAL, ...differs, seconds }));
}

function row(what: string, runs: number, worlds: readonly World[], withFormer = false): Row {
  const questions = worlds.map((world, index) => ({
    world,
    percentile: 99,
    confidence: 0.99,
    runs: world.seconds <= SHORT_SECONDS && !withFormer ? SHORT_RUNS : runs,
    seed: index,
    withFormer,
  }));
  return { what, questions };
}
