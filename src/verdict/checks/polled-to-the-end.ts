/** Whether polls of the endpoint go on until the load was over. */
import type { Analysis } from '../../analysis/analyse.ts';

export function polledToTheEnd({ evidence, loadSpan }: Analysis): boolean {
  const last = evidence.points.at(-1);
  return loadSpan !== null && last !== undefined && last.atMs >= loadSpan.toMs;
}
