/**
 * A CloudWatch alarm on a base-period metric: M breaching datapoints out of the last N.
 *
 * Pure: takes a window of published datapoints and returns the alarm's state.
 */

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
export type Comparison = 'GreaterThanThreshold' | 'LessThanThreshold';

export interface AlarmDefinition {
  readonly name: string;
  readonly comparison: Comparison;
  readonly threshold: number;
  /** N: the number of periods evaluated. */
  readonly evaluationPeriods: number;
  /** M: how many of those must breach. */
  readonly datapointsToAlarm: number;
}

export interface AlarmTransition {
  readonly atMs: number;
  readonly from: AlarmState;
  readonly to: AlarmState;
  readonly fromReason: string;
  readonly toReason: string;
  /** Datapoints behind the new state, oldest first. */
  readonly datapoints: readonly number[];
  /** Start of the evaluated window. */
  readonly windowStartMs: number;
}

/**
 * The state that a window implies. Missing data decides nothing: the state is ALARM when the present
 * datapoints suffice for it, OK when even breaching datapoints in every gap would not, and
 * INSUFFICIENT_DATA in between. (CloudWatch's default, `missing`, read cautiously.)
 *
 * @param window the last N periods; undefined for a missing datapoint
 */
export function stateOf(
  definition: AlarmDefinition,
  window: readonly (number | undefined)[],
): AlarmState {
  let breaching = 0;
  let missing = Math.max(0, definition.evaluationPeriods - window.length);
  for (const value of window) {
    if (value === undefined) missing += 1;
    else if (breaches(definition, value)) breaching += 1;
  }
  if (breaching >= definition.datapointsToAlarm) return 'ALARM';
  return breaching + missing >= definition.datapointsToAlarm ? 'INSUFFICIENT_DATA' : 'OK';
}

export function breaches(definition: AlarmDefinition, value: number): boolean {
  return definition.comparison === 'GreaterThanThreshold'
    ? value > definition.threshold
    : value < definition.threshold;
}

/** How many transitions an alarm keeps; CloudWatch keeps 30 days of them. */
const MAX_HISTORY = 1000;

export class Alarm {
  readonly definition: AlarmDefinition;
  readonly createdAtMs: number;
  /** Oldest first. */
  readonly history: AlarmTransition[] = [];
  #state: AlarmState = 'INSUFFICIENT_DATA';
  #reason = 'Unchecked: Initial alarm creation';
  #updatedAtMs: number;

  constructor(definition: AlarmDefinition, createdAtMs: number) {
    this.definition = definition;
    this.createdAtMs = createdAtMs;
    this.#updatedAtMs = createdAtMs;
  }

  get state(): AlarmState {
    return this.#state;
  }

  get reason(): string {
    return this.#reason;
  }

  /** When the state last changed. */
  get updatedAtMs(): number {
    return this.#updatedAtMs;
  }

  /** Evaluates a window; returns the transition if the state changed. */
  evaluate(
    window: readonly (number | undefined)[],
    windowStartMs: number,
    nowMs: number,
  ): AlarmTransition | undefined {
    const to = stateOf(this.definition, window);
    if (to === this.#state) return undefined;
    const datapoints = window.filter((value) => value !== undefined);
    const toReason = reasonFor(this.definition, to, datapoints);
    const transition: AlarmTransition = {
      atMs: nowMs,
      from: this.#state,
      to,
      fromReason: this.#reason,
      toReason,
      datapoints,
      windowStartMs,
    };
    this.#state = to;
    this.#reason = toReason;
    this.#updatedAtMs = nowMs;
    this.history.push(transition);
    if (this.history.length > MAX_HISTORY) this.history.shift();
    return transition;
  }
}

/** Worded like CloudWatch's own reasons, because people search for them. */
function reasonFor(
  definition: AlarmDefinition,
  state: AlarmState,
  datapoints: readonly number[],
): string {
  const n = definition.evaluationPeriods;
  if (state === 'INSUFFICIENT_DATA') {
    return `Insufficient Data: ${n - datapoints.length} datapoints were unknown.`;
  }
  const breaching = datapoints.filter((value) => breaches(definition, value)).length;
  const count = state === 'ALARM' ? breaching : datapoints.length - breaching;
  const relation = definition.comparison === 'GreaterThanThreshold' ? 'greater' : 'less';
  const verb = count === 1 ? 'was' : 'were';
  const not = state === 'ALARM' ? '' : 'not ';
  const recent = datapoints.slice(-count).join(', ');
  return (
    `Threshold Crossed: ${count} out of the last ${n} datapoints [${recent}] ${verb} ${not}` +
    `${relation} than the threshold (${definition.threshold}).`
  );
}
