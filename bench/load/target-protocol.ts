/** What the benchmark and its target, a process of its own, tell each other. */

/** For a while the target accepts requests and answers none; then it answers all it holds. */
export interface Stall {
  /** After the first arrival. */
  readonly afterMs: number;
  readonly forMs: number;
}

export type ToTarget =
  | {
      readonly type: 'begin';
      /** Arrivals to make room for; later ones are answered and counted, not recorded. */
      readonly capacity: number;
      readonly serviceTimeMs: number;
      readonly stall: Stall | null;
    }
  | { readonly type: 'finish' };

/** Times are the target's monotonic clock, ms; index 0 is the request that arrived first. */
export interface TargetRecord {
  readonly arrivalMs: Float64Array;
  /** When the answer was handed to the socket; NaN when it never was. */
  readonly answeredMs: Float64Array;
  /** Every arrival, recorded or not. */
  readonly arrived: number;
  /** Share of the time from the first arrival to the last in which the target's event loop was busy. */
  readonly utilization: number;
  /** User and system time of the target from `begin` to `finish`. */
  readonly cpuSeconds: number;
}

export type FromTarget =
  | { readonly type: 'listening'; readonly origin: string }
  | { readonly type: 'begun' }
  | ({ readonly type: 'record' } & TargetRecord);
