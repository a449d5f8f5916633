/** What judging a metric's nights takes beside their values. */

/**
 * One night's value; null where that night could not tell; several in the order measured where it was repeated
 * because it was in doubt.
 */
export type Night = number | null | readonly number[];

export interface NightOptions {
  readonly better: 'lower' | 'higher';
  /** Changes smaller than either do not count. Shares, which may be 0, need the absolute one. */
  readonly minimum?: { readonly relative?: number; readonly absolute?: number };
  /** The day each night began, as a count of days; its index where absent. Tells weekdays apart. */
  readonly days?: readonly number[];
  /** Indices of nights from which on the level was accepted as normal. */
  readonly accepted?: readonly number[];
}

/** The least change that counts where none is given: 3 %. */
const LEAST_RELATIVE = 0.03;

/** In the metric's unit. */
export function leastChange(normal: number, { minimum }: NightOptions): number {
  const relative = minimum?.relative ?? (minimum?.absolute === undefined ? LEAST_RELATIVE : 0);
  return Math.max(Math.abs(normal) * relative, minimum?.absolute ?? 0);
}

export function isBetter(side: -1 | 1, { better }: NightOptions): boolean {
  return better === (side > 0 ? 'higher' : 'lower');
}
