/** How often a page may be rendered, so that it does not disturb what it shows. Pure. */

/** A rendering may take this share of one core. */
export const SHARE_OF_A_CORE = 0.1;

/** Faster than this, nobody could follow. */
export const LEAST_INTERVAL_MS = 2_000;

/**
 * A rendering of t ms is followed by nine times as long without one. Elapsed time, not CPU time: on a
 * busy machine the same work takes longer, and should then be done less often.
 *
 * @returns ms from the end of a rendering to the start of the next
 */
export function restAfter(renderingMs: number): number {
  return Math.max(LEAST_INTERVAL_MS - renderingMs, renderingMs * (1 / SHARE_OF_A_CORE - 1));
}
