/** Tells whether the endpoint was polled until the load ended. */
import type { Analysis } from '../../analysis/analyse.ts';

export function polledToTheEnd({ evidence, loadSpan }: Analysis): boolean {
  const last = evidence.points.at(-1);
  return loadSpan !== null && last !== undefined && last.atMs >= loadSpan.toMs;
}
