/**
 * A CloudWatch alarm on a base-period metric: M breaching datapoints out of the last N.
 *
 * Pure: takes a window of published datapoints and returns the alarm's state.
 */

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
export type Comparison =
  | 'GreaterThanThreshold'
  | 'GreaterThanOrEqualToThreshold'
  | 'LessThanThreshold'
  | 'LessThanOrEqualToThreshold';
/** What a period without data counts as; `ignore` keeps the state. */
export type MissingData = 'missing' | 'ignore' | 'breaching' | 'notBreaching';

export interface AlarmDefinition {
  readonly name: string;
  readonly comparison: Comparison;
  readonly threshold: number;
  /** N: the number of periods evaluated. */
  readonly evaluationPeriods: number;
  /** M: how many of those must breach. */
  readonly datapointsToAlarm: number;
  /** By default `missing`. */
  readonly treatMissingData?: MissingData | undefined;
}

export interface AlarmDatapoint {
  /** Of its period. */
  readonly startMs: number;
  readonly value: number;
}

export interface AlarmTransition {
  readonly atMs: number;
  readonly from: AlarmState;
  readonly to: AlarmState;
  readonly fromReason: string;
  readonly toReason: string;
  /** Datapoints behind the new state, oldest first. */
  readonly datapoints: readonly AlarmDatapoint[];
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
  const breached = window.map((value) => isBreach(definition, value));
  const breaching = breached.filter((is) => is === true).length;
  if (breaching >= datapointsToAlarm) return 'ALARM';
  const missing = evaluationPeriods - breached.filter((is) => is !== undefined).length;
  const oldest = breached.indexOf(true);
  const sinceOldest = oldest < 0 ? [] : breached.slice(oldest);
  const unopposed = sinceOldest.every((is) => is !== false);
  if (unopposed && sinceOldest.length >= datapointsToAlarm) return 'ALARM';
  return breaching + missing >= datapointsToAlarm ? 'INSUFFICIENT_DATA' : 'OK';
}

export function breaches({ comparison, threshold }: AlarmDefinition, value: number): boolean {
  switch (comparison) {
    case 'GreaterThanThreshold':
      return value > threshold;
    case 'GreaterThanOrEqualToThreshold':
      return value >= threshold;
    case 'LessThanThreshold':
      return value < threshold;
    case 'LessThanOrEqualToThreshold':
      return value <= threshold;
  }
}

/** Undefined where nothing is known of the period. */
function isBreach(definition: AlarmDefinition, value: number | undefined): boolean | undefined {
  if (value !== undefined) return breaches(definition, value);
  const { treatMissingData } = definition;
  if (treatMissingData === 'breaching') return true;
  return treatMissingData === 'notBreaching' ? false : undefined;
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

  /** Evaluates a window of periods of this length; returns the transition if the state changed. */
  evaluate(
    window: readonly (number | undefined)[],
    windowStartMs: number,
    nowMs: number,
    periodMs: number,
  ): AlarmTransition | undefined {
    const to = stateOf(this.definition, window);
    const isIgnored = to === 'INSUFFICIENT_DATA' && this.definition.treatMissingData === 'ignore';
    if (to === this.#state || isIgnored) return undefined;
    const datapoints = window.flatMap((value, i) =>
      value === undefined ? [] : [{ startMs: windowStartMs + i * periodMs, value }],
    );
    const toReason = reasonFor(this.definition, to, datapoints);
    return this.#change(to, toReason, { datapoints, windowStartMs, nowMs });
  }

  /** Sets the state by hand, until the next evaluation says otherwise. */
  set(to: AlarmState, toReason: string, nowMs: number): AlarmTransition | undefined {
    if (to === this.#state) return undefined;
    return this.#change(to, toReason, { datapoints: [], windowStartMs: nowMs, nowMs });
  }

  #change(
    to: AlarmState,
    toReason: string,
    evaluated: { datapoints: readonly AlarmDatapoint[]; windowStartMs: number; nowMs: number },
  ): AlarmTransition {
    const { datapoints, windowStartMs, nowMs } = evaluated;
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
  datapoints: readonly AlarmDatapoint[],
): string {
  const { evaluationPeriods: n, datapointsToAlarm: m } = definition;
  if (state === 'INSUFFICIENT_DATA') {
    return `Insufficient Data: ${n - datapoints.length} datapoints were unknown.`;
  }
  if (datapoints.length === 0) {
    const treated = state === 'ALARM' ? 'Breaching' : 'NonBreaching';
    return (
      `Threshold Crossed: no datapoints were received for ${n} periods and ${n} missing ` +
      `datapoints were treated as [${treated}].`
    );
  }
  const breaching = datapoints.filter(({ value }) => breaches(definition, value)).length;
  const count = state === 'ALARM' ? breaching : datapoints.length - breaching;
  const relation = RELATIONS[definition.comparison];
  const verb = count === 1 ? 'was' : 'were';
  const not = state === 'ALARM' ? '' : 'not ';
  const recent = datapoints
    .slice(-count)
    .map(({ startMs, value }) => `${asDouble(value)} (${asDate(startMs)})`)
    .toReversed();
  // Datapoints that keep it from alarming: one more than may be missing from M of N.
  const needed = state === 'ALARM' ? m : n - m + 1;
  return (
    `Threshold Crossed: ${count} out of the last ${n} datapoints [${recent.join(', ')}] ${verb} ` +
    `${not}${relation} the threshold (${asDouble(definition.threshold)}) (minimum ${needed} ` +
    `datapoint${needed === 1 ? '' : 's'} for ${state === 'ALARM' ? 'OK -> ALARM' : 'ALARM -> OK'} transition).`
  );
}

/** As Java writes it. */
const asDouble = (value: number) => (Number.isInteger(value) ? `${value}.0` : String(value));

/** `dd/MM/yy HH:mm:ss`, UTC. */
function asDate(ms: number): string {
  const [date, time] = new Date(ms).toISOString().slice(2, 19).split('T');
  return `${date!.split('-').toReversed().join('/')} ${time}`;
}

const RELATIONS: Readonly<Record<Comparison, string>> = {
  GreaterThanThreshold: 'greater than',
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
};
