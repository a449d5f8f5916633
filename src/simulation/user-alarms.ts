/** The alarms that users put on any metric, beside the two that a target-tracking policy owns. */
import { Alarm, type AlarmDefinition, type AlarmState, type AlarmTransition } from './alarm.ts';
import { type MetricName, metricSource } from './metric-source.ts';
import type { MetricsStore } from './metrics-store.ts';
import { evaluateAlarm, periodsOf } from './policy-alarms.ts';

export interface UserAlarmSettings extends MetricName {
  /** Standard or extended, such as `Sum` or `p99`. */
  readonly statistic: string;
  readonly periodMs: number;
  readonly description?: string | undefined;
  /** ARNs of what a change to each state sets off. */
  readonly actions: Readonly<Record<AlarmState, readonly string[]>>;
}

export interface AlarmAction {
  readonly atMs: number;
  readonly arn: string;
  /** Undefined where it was executed. */
  readonly error?: string;
}

export interface UserAlarm {
  readonly alarm: Alarm;
  readonly settings: UserAlarmSettings;
  /** Oldest first. */
  readonly executed: AlarmAction[];
  actionsEnabled: boolean;
  actedAtMs: number;
  /** The last value it was evaluated on. */
  newest: number | undefined;
}

/** What one evaluation came to. */
export interface UserEvaluation {
  readonly owner: UserAlarm;
  readonly transition: AlarmTransition | undefined;
  /** Whether the actions of its state are due. */
  readonly acts: boolean;
}

const MAX_RETIRED = 100;
const MAX_EXECUTED = 1000;

export class UserAlarms {
  readonly #stores: () => readonly MetricsStore[];
  /** How often an alarm that stays in ALARM repeats its scaling actions. */
  readonly #repeatMs: number;
  readonly #alarms = new Map<string, UserAlarm>();
  /** Their history survives them. */
  #retired: UserAlarm[] = [];

  constructor(stores: () => readonly MetricsStore[], repeatMs: number) {
    this.#stores = stores;
    this.#repeatMs = repeatMs;
  }

  get list(): readonly UserAlarm[] {
    return [...this.#alarms.values()];
  }

  get ever(): readonly UserAlarm[] {
    return [...this.#alarms.values(), ...this.#retired];
  }

  /** Creates or replaces an alarm, which starts without data. */
  put(
    definition: AlarmDefinition,
    settings: UserAlarmSettings,
    { actionsEnabled, nowMs }: { actionsEnabled: boolean; nowMs: number },
  ): void {
    this.remove(definition.name);
    this.#alarms.set(definition.name, {
      alarm: new Alarm(definition, nowMs),
      settings,
      executed: [],
      actionsEnabled,
      actedAtMs: Number.NEGATIVE_INFINITY,
      newest: undefined,
    });
  }

  named(name: string): UserAlarm | undefined {
    return this.#alarms.get(name);
  }

  /** Notes an action in the alarm's history. */
  executed(owner: UserAlarm, action: AlarmAction): void {
    owner.executed.push(action);
    if (owner.executed.length > MAX_EXECUTED) owner.executed.shift();
  }

  remove(name: string): void {
    const old = this.#alarms.get(name);
    if (!old) return;
    this.#alarms.delete(name);
    this.#retired = [old, ...this.#retired].slice(0, MAX_RETIRED);
  }

  /**
   * Evaluates the alarms on this store when its period `index` becomes visible.
   *
   * @param isMain the store whose periods pass for a metric that does not exist
   */
  evaluate(
    store: MetricsStore,
    index: number,
    { nowMs, isMain }: { nowMs: number; isMain: boolean },
  ): UserEvaluation[] {
    return this.list.flatMap((owner) => {
      const { alarm, settings, actedAtMs } = owner;
      const source = metricSource(this.#stores(), settings);
      if (source ? source.store !== store : !isMain) return [];
      const watch = {
        alarm,
        metric: { name: settings.metricName, statistic: settings.statistic },
        store,
        periods: periodsOf(settings.periodMs, store),
        exists: source !== undefined,
        actedAtMs,
      };
      const evaluation = evaluateAlarm(watch, index, { nowMs, repeatMs: this.#repeatMs });
      if (!evaluation) return [];
      const { transition, actOn, newest } = evaluation;
      owner.newest = newest ?? owner.newest;
      return [{ owner, transition, acts: transition !== undefined || actOn !== undefined }];
    });
  }
}
