/** What the injected faults make of a fleet's requests and instances. */
import type { FleetFaults } from './faults.ts';
import type { Arrival, Chance } from './fleet-effects.ts';
import { Instance } from './instance.ts';
import type { InstanceSettings, PoolSettings } from './settings.ts';

type Served = Extract<Arrival, { outcome: 'served' }>;

export class InjectedFaults {
  readonly #faults: FleetFaults;
  readonly #chance: Chance;

  constructor(faults: FleetFaults, chance: Chance) {
    this.#faults = faults;
    this.#chance = chance;
  }

  launch(
    id: number,
    settings: InstanceSettings,
    pool: PoolSettings,
    inServiceSinceMs: number,
  ): Instance {
    const { stall } = this.#faults;
    const slowFactor = (this.#badInstance(id)?.slowFactor ?? 1) / pool.speed;
    return new Instance(id, settings, inServiceSinceMs, { slowFactor, stall }, pool);
  }

  refuses(isUpdating: boolean): boolean {
    const { errorsWhileUpdating } = this.#faults;
    if (errorsWhileUpdating === 0 || !isUpdating) return false;
    return this.#chance.fault() < errorsWhileUpdating;
  }

  /** The arrival with what its instance's fault does to the answer. */
  on(arrival: Served): Served {
    const bad = this.#badInstance(arrival.instanceId);
    if (!bad) return arrival;
    if (this.#chance.fault() < bad.errorShare) return { ...arrival, failed: true };
    return {
      ...arrival,
      ...(bad.swapLabels && { swapped: true }),
      ...(bad.staleShare > 0 && { stale: true }),
    };
  }

  #badInstance(instanceId: number) {
    const { badInstance } = this.#faults;
    return badInstance?.ordinal === instanceId ? badInstance : undefined;
  }
}
