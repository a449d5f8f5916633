/** What becomes of a request, what happens to a fleet, and the chance that both rest on. */

export type Arrival =
  | {
      readonly outcome: 'served';
      readonly startMs: number;
      readonly completeMs: number;
      readonly instanceId: number;
      /** The container fails the request. */
      readonly failed?: true;
      /** The instance serves a different model, with swapped labels. */
      readonly swapped?: true;
      /** The instance serves an older version of the model. */
      readonly stale?: true;
    }
  /** The chosen instance's queue was full; `instanceId` is -1 when no instance was chosen. */
  | {
      readonly outcome: 'rejected';
      readonly instanceId: number;
      /** Refused because the endpoint is Updating. */
      readonly updating?: true;
      /** Refused because the inference component has no copy. */
      readonly noCapacity?: true;
    };

export type FleetEffect = {
  /** `settled`: the endpoint is InService again; `abandoned`: so, but at the old count. */
  readonly type:
    | 'desired-changed'
    | 'provisioning-started'
    | 'pool-exhausted'
    | 'in-service'
    | 'taking-traffic'
    | 'instance-stopped'
    | 'settled'
    | 'abandoned';
  readonly atMs: number;
  /** Instances in service after the effect. */
  readonly inService: number;
  /** Absent when the effect concerns the whole endpoint. */
  readonly instanceId?: number;
  /** The instance's, or of what was exhausted; absent for an endpoint of a single type. */
  readonly instanceType?: string | undefined;
};

/** Injected randomness: `uniform` and `fault` are in [0, 1), `serviceMs` is a positive duration. */
export interface Chance {
  uniform(): number;
  /** Decides what fails; drawn only where a fault is possible. */
  fault(): number;
  serviceMs(): number;
}
