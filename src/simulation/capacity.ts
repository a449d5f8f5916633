/**
 * The variant's instance count: its scalable target, who may change it, and the scaling activities that
 * record each attempt. Policies decide a count; this is where it is set, refused or declined.
 */
import { type Activity, ActivityLog } from './activity-log.ts';
import type { CapacityBounds, Direction, NotScaled, ScalingEvent } from './autoscaler.ts';
import type { FaultWindow } from './faults.ts';
import type { Fleet } from './fleet.ts';
import type { FleetEffect } from './fleet-effects.ts';
import { componentArn, endpointArn, type Identity } from './identity.ts';
import { type InstanceQuota, quotaRefusal } from './quota.ts';
import type { ScalableTarget, Suspension, TrackingEffect } from './tracking-model.ts';

export interface CapacityOptions {
  readonly identity: Identity;
  readonly fleet: Fleet;
  readonly newId: () => string;
  readonly quota: InstanceQuota;
  /** Why SageMaker refuses every instance count change; undefined when it does not. */
  readonly scalingRefusal?: string | undefined;
  /** When SageMaker marks the variant as not scalable, in epoch ms; undefined for never. */
  readonly unscalable?: FaultWindow | undefined;
}

/** SageMaker's reason for refusing a change, and the error its API answers with. */
export interface Refusal {
  readonly code: 'ValidationException' | 'ResourceLimitExceeded';
  readonly reason: string;
}

/** A policy's wish. */
interface Wanted {
  readonly direction: Direction;
  readonly desired: number;
  readonly cause: string;
}

export class Capacity {
  readonly #options: CapacityOptions;
  readonly #fleet: Fleet;
  readonly #activities: ActivityLog;
  #target: ScalableTarget | undefined;
  #last: ScalingEvent | undefined;
  #wanted: Wanted[] = [];
  #inProgress: { activityId: string; desired: number } | undefined;

  constructor(options: CapacityOptions) {
    this.#options = options;
    this.#fleet = options.fleet;
    const isComponent = options.identity.component !== undefined;
    this.#activities = new ActivityLog(
      options.newId,
      isComponent ? 'copy count' : 'instance count',
    );
  }

  get target(): ScalableTarget | undefined {
    return this.#target;
  }

  /** The variant's desired instance count. */
  get desired(): number {
    return this.#fleet.desired;
  }

  /** The last change that scaling made; undefined when there was none. */
  get last(): ScalingEvent | undefined {
    return this.#last;
  }

  /** Newest first. */
  activities(): readonly Activity[] {
    return this.#activities.list();
  }

  /** Registers or changes the target; a capacity outside the new bounds moves to the nearest bound. */
  register(
    bounds: CapacityBounds,
    suspended: Suspension,
    nowMs: number,
  ): readonly TrackingEffect[] {
    const { newId } = this.#options;
    const { id, createdAtMs } = this.#target ?? { id: newId(), createdAtMs: nowMs };
    this.#target = { id, createdAtMs, ...bounds, suspended };
    const { minCapacity, maxCapacity } = bounds;
    if (this.desired < minCapacity) {
      return this.change('out', minCapacity, `minimum capacity was set to ${minCapacity}`, nowMs);
    }
    if (this.desired > maxCapacity) {
      return this.change('in', maxCapacity, `maximum capacity was set to ${maxCapacity}`, nowMs);
    }
    return [];
  }

  /** Forgets the target. The instance count stays as it is. */
  deregister(): void {
    this.#target = undefined;
    this.#last = undefined;
  }

  /**
   * Whether the target takes changes in this direction from a policy. After a scale-out from zero, what
   * was measured before there was a copy says nothing of it. Assumed, since a component that woke
   * without traffic was seen to go back to zero after three minutes, and not at once.
   *
   * @param measuredFromMs start of the period that the policy acts on
   */
  accepts(direction: Direction, measuredFromMs: number): boolean {
    if (!this.#target) return false;
    const { capacityBefore, fulfilledAtMs = Number.POSITIVE_INFINITY } = this.#last ?? {};
    if (capacityBefore === 0 && measuredFromMs < fulfilledAtMs) return false;
    const { suspended } = this.#target;
    return !(direction === 'out' ? suspended.scaleOut : suspended.scaleIn);
  }

  /** Records a decision not to scale. */
  declined(cause: string, notScaled: NotScaled, nowMs: number): void {
    this.#activities.declined(cause, notScaled, nowMs);
  }

  /** Records a change of the target itself, which is done at once. */
  changedBounds(bounds: CapacityBounds, cause: string, nowMs: number): TrackingEffect {
    const activity = this.#activities.changedBounds(bounds, cause, nowMs);
    return { kind: 'activity', activity, atMs: nowMs };
  }

  /** A policy wants another count: `decide` settles it with what others want at the same time. */
  want(wanted: Wanted): void {
    this.#wanted.push(wanted);
  }

  /**
   * Of what policies want at one time, the largest capacity wins. (AWS documentation, "Multiple scaling
   * policies": out as well as in.)
   */
  decide(nowMs: number): readonly TrackingEffect[] {
    const [first, ...others] = this.#wanted;
    if (!first) return [];
    this.#wanted = [];
    const most = others.reduce((a, b) => (b.desired > a.desired ? b : a), first);
    return this.change(most.direction, most.desired, most.cause, nowMs);
  }

  /** Has Application Auto Scaling change the instance count, with an activity that says what became of it. */
  change(
    direction: Direction,
    desired: number,
    cause: string,
    nowMs: number,
  ): readonly TrackingEffect[] {
    const capacityBefore = this.desired;
    if (this.#isUnscalable(nowMs)) {
      this.declined(cause, { code: 'TargetServicePutResourceAsUnscalable' }, nowMs);
      return [];
    }
    const changed = this.#setDesired(desired, nowMs);
    if ('reason' in changed) {
      const why = `${changed.reason}${this.#serviceSuffix(changed)}`;
      const activity = this.#activities.refused(desired, cause, why, nowMs);
      return [{ kind: 'activity', activity, atMs: nowMs }];
    }
    if (this.#inProgress) this.#activities.overridden(this.#inProgress, desired, nowMs);
    const activity = this.#activities.began(desired, cause, nowMs);
    this.#last = { direction, capacityBefore };
    this.#inProgress = { activityId: activity.id, desired };
    return [
      { kind: 'activity', activity, atMs: nowMs },
      ...changed.map((effect) => ({ kind: 'fleet', effect }) as const),
    ];
  }

  /** Changes the instance count at an operator's request: no activity, no cooldown. */
  changeByHand(desired: number, nowMs: number): readonly TrackingEffect[] | Refusal {
    const changed = this.#setDesired(desired, nowMs);
    if ('reason' in changed) return changed;
    return changed.map((effect) => ({ kind: 'fleet', effect }) as const);
  }

  /** Call when the endpoint is InService again: fulfils the change, whose cooldown then begins. */
  settled(nowMs: number): TrackingEffect[] {
    if (!this.#inProgress) return [];
    const { activityId, desired } = this.#inProgress;
    this.#inProgress = undefined;
    if (this.#last) this.#last = { ...this.#last, fulfilledAtMs: nowMs };
    const activity = this.#activities.fulfilled(activityId, desired, nowMs);
    return activity ? [{ kind: 'activity', activity, atMs: nowMs }] : [];
  }

  /** The endpoint is back at its old count. The activity stays as it is: nobody tells AWS of it. */
  abandoned(): void {
    this.#last = undefined;
  }

  #setDesired(desired: number, nowMs: number): FleetEffect[] | Refusal {
    const { quota, scalingRefusal, identity } = this.#options;
    const updating = this.#fleet.status === 'Updating';
    if (!updating && scalingRefusal !== undefined) {
      return { code: 'ValidationException', reason: scalingRefusal };
    }
    const overQuota = updating ? undefined : quotaRefusal(quota, desired, this.desired);
    if (overQuota !== undefined) return { code: 'ResourceLimitExceeded', reason: overQuota };
    return (
      this.#fleet.setDesired(desired, nowMs) ?? {
        code: 'ValidationException',
        reason: inProgress(identity),
      }
    );
  }

  /** Recorded of quotas: what SageMaker answered Application Auto Scaling with. */
  #serviceSuffix({ code }: Refusal): string {
    if (code !== 'ResourceLimitExceeded') return '';
    const id = this.#options.newId();
    return ` (Service: AmazonSageMaker; Status Code: 400; Error Code: ${code}; Request ID: ${id}; Proxy: null)`;
  }

  #isUnscalable(nowMs: number): boolean {
    const { unscalable } = this.#options;
    return unscalable !== undefined && nowMs >= unscalable.fromMs && nowMs < unscalable.toMs;
  }
}

/** The state of the component was recorded; the sentence around it only in part. */
function inProgress(identity: Identity): string {
  const { component } = identity;
  return component === undefined
    ? `Cannot update in-progress endpoint "${endpointArn(identity)}".`
    : `Cannot update inference component "${componentArn(identity, component)}" while it is in ` +
        'state UPDATE_RC_IN_PROGRESS.';
}
