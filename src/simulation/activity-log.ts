/**
 * The scaling activities of one variant or inference component, with the texts AWS gives them. Those of a
 * component were found nowhere; that they say `copy count` is assumed.
 */
import type { CapacityBounds, NotScaled } from './autoscaler.ts';

export type ActivityStatus = 'Pending' | 'InProgress' | 'Successful' | 'Overridden' | 'Failed';

export interface Activity {
  readonly id: string;
  /** 1, 2, 3... in order of start; paging tokens refer to it. */
  readonly sequence: number;
  readonly startMs: number;
  readonly endMs?: number;
  readonly status: ActivityStatus;
  readonly description: string;
  readonly cause: string;
  readonly statusMessage?: string;
  /** Present on a decision not to scale, which is listed only when asked for. */
  readonly notScaled?: NotScaled;
}

/** AWS keeps six weeks of activities; this many are more than a run can cause. */
const MAX_ACTIVITIES = 1000;

export class ActivityLog {
  readonly #newId: () => string;
  readonly #counted: string;
  readonly #activities: Activity[] = [];
  #sequence = 0;

  /** @param counted what is set, such as `instance count` */
  constructor(newId: () => string, counted = 'instance count') {
    this.#newId = newId;
    this.#counted = counted;
  }

  /** Newest first, as AWS lists them. */
  list(): Activity[] {
    return this.#activities.toReversed();
  }

  /** Records an accepted change that is still in progress. */
  began(desired: number, cause: string, nowMs: number): Activity {
    return this.#append({
      startMs: nowMs,
      status: 'InProgress',
      description: `Setting desired ${this.#counted} to ${desired}.`,
      cause,
      statusMessage:
        `Successfully set desired ${this.#counted} to ${desired}. ` +
        'Waiting for change to be fulfilled by sagemaker.',
    });
  }

  /** Records a change the endpoint refused. */
  refused(desired: number, cause: string, reason: string, nowMs: number): Activity {
    return this.#append({
      startMs: nowMs,
      endMs: nowMs,
      status: 'Failed',
      description: `Setting desired ${this.#counted} to ${desired}.`,
      cause,
      statusMessage: `Failed to set desired ${this.#counted} to ${desired}. Reason: ${reason}`,
    });
  }

  /** Records that a scheduled action changed the target's bounds. */
  changedBounds(bounds: CapacityBounds, cause: string, nowMs: number): Activity {
    const { minCapacity, maxCapacity } = bounds;
    const what = `min capacity to ${minCapacity} and max capacity to ${maxCapacity}`;
    return this.#append({
      startMs: nowMs,
      endMs: nowMs,
      status: 'Successful',
      description: `Setting ${what}`,
      cause,
      statusMessage: `Successfully set ${what}`,
    });
  }

  /**
   * A decision not to scale. AWS files it as `Failed`, with no end and no message, although nothing was
   * attempted; only being at the desired capacity already counts as a success. The alarm repeats the
   * decision every period: one equal to the newest entry is not written again.
   */
  declined(cause: string, notScaled: NotScaled, nowMs: number): void {
    const newest = this.#activities.at(-1);
    const same =
      newest?.cause === cause && JSON.stringify(newest.notScaled) === JSON.stringify(notScaled);
    if (same) return;
    this.#append({
      startMs: nowMs,
      status: notScaled.code === 'AlreadyAtDesiredCapacity' ? 'Successful' : 'Failed',
      description: 'Attempting to scale due to alarm triggered',
      cause,
      notScaled,
    });
  }

  /** Marks the activity Successful once the endpoint is as desired, and returns it. */
  fulfilled(id: string, desired: number, nowMs: number): Activity | undefined {
    return this.#end(id, 'Successful', nowMs, {
      statusMessage:
        `Successfully set desired ${this.#counted} to ${desired}. ` +
        'Change successfully fulfilled by sagemaker.',
    });
  }

  /** Another change was accepted while this one was still under way. */
  overridden(
    { activityId, desired }: { readonly activityId: string; readonly desired: number },
    later: number,
    nowMs: number,
  ): void {
    this.#end(activityId, 'Overridden', nowMs, {
      statusMessage:
        `Successfully set desired ${this.#counted} to ${desired}. ` +
        `Change was overridden: the desired ${this.#counted} was later changed to ${later}.`,
    });
  }

  #end(
    id: string,
    status: ActivityStatus,
    endMs: number,
    message: Pick<Activity, 'statusMessage'>,
  ): Activity | undefined {
    const index = this.#activities.findIndex((activity) => activity.id === id);
    const activity = this.#activities[index];
    if (!activity) return undefined;
    const ended: Activity = { ...activity, ...message, status, endMs };
    this.#activities[index] = ended;
    return ended;
  }

  #append(fields: Omit<Activity, 'id' | 'sequence'>): Activity {
    this.#sequence += 1;
    const activity = { id: this.#newId(), sequence: this.#sequence, ...fields };
    this.#activities.push(activity);
    if (this.#activities.length > MAX_ACTIVITIES) this.#activities.shift();
    return activity;
  }
}
