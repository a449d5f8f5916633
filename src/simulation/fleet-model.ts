/** What becomes of a request at a fleet, what happens to its instances, and the chance it needs. */

export type Arrival =
  | {
      readonly outcome: 'served';
      readonly startMs: number;
      readonly completeMs: number;
      readonly instanceId: number;
      /** The container answers with an error of its own. */
      readonly failed?: true;
      /** The instance serves another model, whose labels are swapped. */
      readonly swapped?: true;
    }
  /** The chosen instance's queue was full; `instanceId` is -1 when no instance was chosen. */
  | {
      readonly outcome: 'rejected';
      readonly instanceId: number;
      /** Refused because the endpoint is Updating. */
      readonly updating?: true;
    };

export type FleetEffect = {
  /** `settled`: the endpoint is InService again. */
  readonly type:
    | 'desired-changed'
    | 'provisioning-started'
    | 'in-service'
    | 'instance-stopped'
    | 'settled';
  readonly atMs: number;
  /** Instances in service after it. */
  readonly inService: number;
  /** Absent for what concerns the whole endpoint. */
  readonly instanceId?: number;
};

/** Chance, injected: `uniform` and `fault` are in [0, 1), `serviceMs` a positive duration. */
export interface Chance {
  uniform(): number;
  /** Decides what goes wrong; drawn from only where something can. */
  fault(): number;
  serviceMs(): number;
}
