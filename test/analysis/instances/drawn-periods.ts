/** Periods of a fleet drawn at random, without a simulation: thousands are needed to count false alarms. */
import { randomBinomial, randomLcg, randomLogNormal, randomPoisson } from 'd3-random';
import type { CountedPeriod } from '../../../src/analysis/instances/counted-periods.ts';
import type { InstancePeriod } from '../../../src/analysis/instances/fleet-periods.ts';

export interface Drawn {
  readonly seed: number;
  readonly instances: number;
  readonly periods: number;
  /** Of each instance in a period, on average. */
  readonly requests: number;
  /** From period to period, as log-normal sigma: more than chance makes of a share. */
  readonly spread?: number;
  readonly errorShare?: number;
  /** Of the first instance alone. */
  readonly ofFirst?: {
    readonly share?: number;
    readonly errorShare?: number;
    readonly slower?: number;
  };
}

const PERIOD_MS = 60_000;

export function drawnPeriods(drawn: Drawn): CountedPeriod[] {
  const { seed, instances, periods, requests, spread = 0, errorShare = 0, ofFirst = {} } = drawn;
  const source = randomLcg(seed);
  for (let step = 0; step < 16; step += 1) source();
  const poisson = randomPoisson.source(source);
  const binomial = randomBinomial.source(source);
  const wander = randomLogNormal.source(source)(0, spread);
  const mean = (answers: number) =>
    randomLogNormal.source(source)(Math.log(100), 0.5 / Math.sqrt(answers))();
  return Array.from({ length: periods }, (_, at): CountedPeriod => {
    const each = new Map<string, InstancePeriod>();
    for (let index = 0; index < instances; index += 1) {
      const { share = 1, errorShare: own = errorShare, slower = 1 } = index === 0 ? ofFirst : {};
      const got = poisson(requests * share * (spread > 0 ? wander() : 1))();
      each.set(`i-${index}`, {
        requests: got,
        errors: own > 0 ? binomial(got, own)() : 0,
        modelLatencyMs: got > 0 ? slower * mean(got) : null,
      });
    }
    const sum = (of: (one: InstancePeriod) => number) =>
      [...each.values()].reduce((total, one) => total + of(one), 0);
    return {
      startMs: at * PERIOD_MS,
      endMs: (at + 1) * PERIOD_MS,
      requests: sum((one) => one.requests),
      errors: sum((one) => one.errors),
      variantRequests: sum((one) => one.requests),
      final: true,
      instances: each,
      inService: instances,
    };
  });
}
