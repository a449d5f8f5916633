/** Every load, with both engines one right after the other, in an order that each round reverses. */
import { ENGINES, type Engine } from './contestant.ts';
import type { LoadCase } from './load-case.ts';

export interface Turn {
  readonly load: LoadCase;
  readonly engine: Engine;
  /** 1 for the first. */
  readonly round: number;
}

/**
 * A machine that warms up or slows down in the course of an hour does so for both engines, because
 * they alternate; and whatever it does to the first of a pair, it does to each of them in turn.
 */
export function turns(loads: readonly LoadCase[], rounds: number): Turn[] {
  return Array.from({ length: rounds }, (_, index) => {
    const order = index % 2 === 0 ? ENGINES : ENGINES.toReversed();
    return loads.flatMap((load) => order.map((engine) => ({ load, engine, round: index + 1 })));
  }).flat();
}
