/**
 * Gets new instances: of the type of highest priority that has capacity. Where all types together have too
 * few, SageMaker tries until the time for all of them is over, and the endpoint goes back to what it has.
 *
 * Source: "Deploy to multiple instance types with instance pools", AWS documentation: a shortage is told at
 * once, and the next type is tried. A wait before that is a setting.
 */
import type { Hosting } from './component-instances.ts';
import { ONE_TYPE } from './instance.ts';
import type { FleetSettings, PoolSettings } from './settings.ts';

/** One moment of an endpoint's way to more instances. */
export type ProvisioningStep = {
  readonly atMs: number;
} & (
  | { readonly type: 'started' | 'in-service'; readonly id: number; readonly pool: Pool }
  | { readonly type: 'pool-exhausted'; readonly pool: Pool }
  /** SageMaker stops trying. */
  | { readonly type: 'abandoned' }
);

export type Pool = PoolSettings;

/** Infinity equals Infinity: their difference would be no number. */
export const soonestFirst = (a: { readonly atMs: number }, b: { readonly atMs: number }) =>
  a.atMs === b.atMs ? 0 : a.atMs - b.atMs;

export class Provisioning {
  /** Highest priority first. */
  readonly pools: readonly Pool[];
  readonly #provisioningMs: number;
  readonly #poolTimeoutMs: number;
  readonly #shortageMs: number | undefined;
  readonly #hosting: Hosting | undefined;

  /**
   * @param shortageMs injected fault: instances never come, and are waited for so long
   * @param hosting what the members run on; without, each is an instance of its own
   */
  constructor(
    settings: FleetSettings,
    shortageMs: number | undefined,
    hosting: Hosting | undefined,
  ) {
    this.#hosting = hosting;
    this.pools = (settings.pools ?? [ONE_TYPE]).toSorted((a, b) => a.priority - b.priority);
    this.#provisioningMs = settings.instance.provisioningMs;
    this.#poolTimeoutMs = settings.poolTimeoutMs ?? 0;
    this.#shortageMs = shortageMs;
  }

  /** The types of `count` instances that are there from the start. */
  initial(count: number): Pool[] {
    return this.#taken(count, () => 0).flatMap(({ pool, taken }) => Array(taken).fill(pool));
  }

  /**
   * @param ids numbers of the new instances
   * @param used how many of a pool's instances there are already
   * @returns in order of time
   */
  steps(
    ids: readonly number[],
    used: (pool: Pool) => number,
    nowMs: number,
  ): readonly ProvisioningStep[] {
    if (this.#shortageMs !== undefined) {
      return [{ type: 'abandoned', atMs: nowMs + this.#shortageMs }];
    }
    const shares = this.#taken(ids.length, used);
    const isEnough = shares.reduce((sum, { taken }) => sum + taken, 0) === ids.length;
    const left = [...ids];
    const steps: ProvisioningStep[] = [];
    let atMs = nowMs;
    for (const { pool, taken } of shares) {
      for (const id of isEnough ? left.splice(0, taken) : []) {
        const inServiceMs = this.#hosting?.place(id, atMs) ?? atMs + this.#provisioningMs;
        steps.push({ type: 'started', atMs, id, pool });
        steps.push({ type: 'in-service', atMs: inServiceMs, id, pool });
      }
      if (left.length === 0) break;
      atMs += pool.waitMs;
      steps.push({ type: 'pool-exhausted', atMs, pool });
    }
    if (!isEnough) {
      steps.push({ type: 'abandoned', atMs: Math.max(atMs, nowMs + this.#poolTimeoutMs) });
    }
    return steps.sort(soonestFirst);
  }

  /** A member has stopped: what waited for room may find some. */
  afterStop(
    stoppedId: number,
    steps: readonly ProvisioningStep[],
    nowMs: number,
  ): ProvisioningStep[] {
    const hosting = this.#hosting;
    if (!hosting) return [...steps];
    hosting.release(stoppedId, nowMs);
    return steps
      .map((step) =>
        step.type === 'in-service' && step.atMs === Number.POSITIVE_INFINITY
          ? { ...step, atMs: hosting.place(step.id, nowMs) }
          : step,
      )
      .toSorted(soonestFirst);
  }

  #taken(count: number, used: (pool: Pool) => number): { pool: Pool; taken: number }[] {
    let left = count;
    return this.pools.map((pool) => {
      const taken = Math.min(left, Math.max(0, pool.available - used(pool)));
      left -= taken;
      return { pool, taken };
    });
  }
}
