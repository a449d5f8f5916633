/** Keeps one variant's scaling activities, worded as AWS words them. */
import type { NotScaledCode } from './autoscaler.ts';

export type ActivityStatus = 'Pending' | 'InProgress' | 'Successful' | 'Failed';

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
  /** Present on a decision not to scale, which is listed only on request. */
  readonly notScaled?: {
    readonly code: NotScaledCode;
    readonly minCapacity: number;
    readonly maxCapacity: number;
    readonly currentCapacity: number;
  };
}

/** AWS keeps six weeks of activities; this many are more than a run can cause. */
const MAX_ACTIVITIES = 1000;

export class ActivityLog {
  readonly #newId: () => string;
  readonly #activities: Activity[] = [];
  #sequence = 0;

  constructor(newId: () => string) {
    this.#newId = newId;
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
      description: setting(desired),
      cause,
      statusMessage:
        `Successfully set desired instance count to ${desired}. ` +
        'Waiting for change to be fulfilled by sagemaker.',
    });
  }

  /** Records a change the endpoint refused. */
  refused(desired: number, cause: string, reason: string, nowMs: number): Activity {
    return this.#append({
      startMs: nowMs,
      endMs: nowMs,
      status: 'Failed',
      description: setting(desired),
      cause,
      statusMessage: `Failed to set desired instance count to ${desired}. Reason: ${reason}`,
    });
  }

  /**
   * Records a decision not to scale. The alarm repeats it every period, so a decision equal to the
   * newest entry is not recorded again: it would push everything else out of the log.
   */
  declined(cause: string, notScaled: NonNullable<Activity['notScaled']>, nowMs: number): void {
    const newest = this.#activities.at(-1);
    const same =
      newest?.notScaled?.code === notScaled.code &&
      newest.notScaled.currentCapacity === notScaled.currentCapacity &&
      newest.cause === cause;
    if (same) return;
    this.#append({
      startMs: nowMs,
      endMs: nowMs,
      // Nothing was attempted, so nothing failed.
      status: 'Successful',
      description: 'Attempting to scale due to alarm triggered',
      cause,
      notScaled,
    });
  }

  /** Marks the activity Successful once the endpoint is as desired, and returns it. */
  fulfilled(id: string, desired: number, nowMs: number): Activity | undefined {
    const index = this.#activities.findIndex((activity) => activity.id === id);
    const activity = this.#activities[index];
    if (!activity) return undefined;
    const done: Activity = {
      ...activity,
      status: 'Successful',
      endMs: nowMs,
      statusMessage:
        `Successfully set desired instance count to ${desired}. ` +
        'Change successfully fulfilled by sagemaker.',
    };
    this.#activities[index] = done;
    return done;
  }

  #append(fields: Omit<Activity, 'id' | 'sequence'>): Activity {
    this.#sequence += 1;
    const activity = { id: this.#newId(), sequence: this.#sequence, ...fields };
    this.#activities.push(activity);
    if (this.#activities.length > MAX_ACTIVITIES) this.#activities.shift();
    return activity;
  }
}

const setting = (desired: number) => `Setting desired instance count to ${desired}.`;
