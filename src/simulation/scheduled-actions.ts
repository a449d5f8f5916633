/** Scheduled actions: new bounds of the scalable target at a time, or again and again. */
import { nextTime, type Schedule } from './schedule.ts';

export interface ScheduledActionSettings {
  readonly name: string;
  /** As the user wrote it. */
  readonly expression: string;
  readonly schedule: Schedule;
  readonly timeZone: string | undefined;
  /** It happens from then on, and until then; undefined for no limit. */
  readonly startMs: number | undefined;
  readonly endMs: number | undefined;
  readonly minCapacity: number | undefined;
  readonly maxCapacity: number | undefined;
}

export interface ScheduledAction extends ScheduledActionSettings {
  readonly id: string;
  readonly createdAtMs: number;
}

export class ScheduledActions {
  readonly #newId: () => string;
  readonly #actions = new Map<string, { action: ScheduledAction; dueMs: number }>();

  constructor(newId: () => string) {
    this.#newId = newId;
  }

  /** By name. */
  get list(): readonly ScheduledAction[] {
    return [...this.#actions.values()]
      .map(({ action }) => action)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  get nextDueMs(): number {
    return Math.min(Number.POSITIVE_INFINITY, ...[...this.#actions.values()].map((a) => a.dueMs));
  }

  put(settings: ScheduledActionSettings, nowMs: number): void {
    const old = this.#actions.get(settings.name)?.action;
    const { id, createdAtMs } = old ?? { id: this.#newId(), createdAtMs: nowMs };
    const action = { ...settings, id, createdAtMs };
    const afterMs = Math.max(nowMs, (settings.startMs ?? nowMs) - 1);
    this.#actions.set(settings.name, { action, dueMs: dueAfter(action, afterMs) });
  }

  /** @returns whether there was one of this name */
  remove(name: string): boolean {
    return this.#actions.delete(name);
  }

  clear(): void {
    this.#actions.clear();
  }

  /** The actions due by `nowMs`; each is returned once per time that it is due. */
  takeDue(nowMs: number): ScheduledAction[] {
    const due: ScheduledAction[] = [];
    for (const [name, { action, dueMs }] of this.#actions) {
      if (dueMs > nowMs) continue;
      due.push(action);
      this.#actions.set(name, { action, dueMs: dueAfter(action, nowMs) });
    }
    return due;
  }
}

function dueAfter(action: ScheduledAction, afterMs: number): number {
  const { schedule, timeZone = 'UTC', startMs, createdAtMs, endMs } = action;
  const dueMs = nextTime(schedule, { afterMs, sinceMs: startMs ?? createdAtMs, timeZone });
  return dueMs <= (endMs ?? Number.POSITIVE_INFINITY) ? dueMs : Number.POSITIVE_INFINITY;
}
