/** What doctor is given to examine. */
import type { PriceSources } from './prices-for.ts';
import type { LoadOfWorkers } from './worker-items.ts';

/** The scenario's target and AWS endpoint are those of the running stand-in, if it has one. */
export interface Examination extends PriceSources {
  /** The file of a Postman collection that a check is to send; null without one. */
  readonly collection?: string | null;
  /** Null where this machine sends the load. */
  readonly load?: LoadOfWorkers | null;
  readonly env: NodeJS.ProcessEnv;
  readonly now: () => number;
}
