/** Aggregates the rounds: one spread per engine, load and quantity. */
import { type Spread, spread } from '../table.ts';
import type { Engine } from './contestant.ts';
import { EMPTY_LOAD } from './load-case.ts';
import type { Measurement } from './measure.ts';

/** One value of a run; null or undefined if it has none. */
export type Quantity = (measurement: Measurement) => number | null | undefined;

export class Summary {
  readonly #measurements: readonly Measurement[];

  constructor(measurements: readonly Measurement[]) {
    this.#measurements = measurements;
  }

  of(load: string, engine: Engine, quantity: Quantity): Spread | null {
    return spread(this.#rounds(load, engine).map(quantity));
  }

  /** CPU of `replay` divided by that of the HTTP engine in the same round. */
  cpuRatio(load: string): Spread | null {
    return this.#ratio(load, (measurement) => measurement.cpuSeconds);
  }

  /** The same, after subtracting each engine's CPU for a load of one request. */
  cpuRatioAboveStart(load: string): Spread | null {
    return this.#ratio(load, ({ cpuSeconds, engine }) => {
      const start = this.of(EMPTY_LOAD.id, engine, (empty) => empty.cpuSeconds);
      return cpuSeconds === null || start === null ? null : cpuSeconds - start.median;
    });
  }

  /** The largest share of the machine's CPU that other processes used during a run. */
  worstOthersShare(): number | null {
    return spread(this.#measurements.map((measurement) => measurement.othersCpuShare))?.max ?? null;
  }

  worstTargetUtilization(): number | null {
    return (
      spread(this.#measurements.map((measurement) => measurement.targetUtilization))?.max ?? null
    );
  }

  #ratio(load: string, cpu: (measurement: Measurement) => number | null): Spread | null {
    const peers = this.#rounds(load, 'http');
    return spread(
      this.#rounds(load, 'replay').map((measurement) => {
        const peer = peers.find(({ round }) => round === measurement.round);
        const [own, other] = [cpu(measurement), peer ? cpu(peer) : null];
        return own === null || !other ? null : own / other;
      }),
    );
  }

  #rounds(load: string, engine: Engine): Measurement[] {
    return this.#measurements.filter(
      (measurement) => measurement.case === load && measurement.engine === engine,
    );
  }
}

export function cpuPerThousand({ cpuSeconds, observed }: Measurement): number | null {
  return cpuSeconds === null ? null : (cpuSeconds / observed.arrived) * 1_000;
}
