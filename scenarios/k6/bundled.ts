/**
 * What `scaleproof distribute` puts into one file together with this script, because a worker elsewhere has no file
 * but that one. Undefined where the script runs as it is.
 */
import type { K6Order } from '../../src/load/k6/order.ts';
import type { System } from '../../src/systems/contract.ts';

export interface Bundled {
  readonly order: K6Order;
  /** The dataset's text. */
  readonly dataset: string;
  /** Of a system that this project does not ship. */
  readonly module?: { readonly default?: System; readonly system?: System };
}

export const bundled = (globalThis as { scaleproofBundle?: Bundled }).scaleproofBundle;
