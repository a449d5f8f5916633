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
 * The state a window implies. Missing data decides nothing by itself: it is ALARM when the datapoints at
 * hand suffice, OK when even breaching ones in every gap would not, and INSUFFICIENT_DATA in between.
 *
 * One exception, which AWS documents and which was recorded as "1 out of the last 3": fewer than M will
 * do when the oldest breaching datapoint is M periods old or older, and nothing since says otherwise.
 * (AWS documentation, "Configuring how CloudWatch alarms treat missing data", on premature alarms.)
 *
 * @param window the last N periods; undefined for a missing datapoint
 */
export function stateOf(
  definition: AlarmDefinition,
  window: readonly (number | undefined)[],
): AlarmState {
  const { evaluationPeriods, datapointsToAlarm } = definition;
  const breached = (value: number | undefined) =>
    value !== undefined && breaches(definition, value);
  const breaching = window.filter(breached).length;
  if (breaching >= datapointsToAlarm) return 'ALARM';
  const missing = evaluationPeriods - window.filter((value) => value !== undefined).length;
  const oldest = window.findIndex(breached);
  const sinceOldest = oldest < 0 ? [] : window.slice(oldest);
  const unopposed = sinceOldest.every((value) => value === undefined || breached(value));
  if (unopposed && sinceOldest.length >= datapointsToAlarm) return 'ALARM';
  return breaching + missing >= datapointsToAlarm ? 'INSUFFICIENT_DATA' : 'OK';
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
