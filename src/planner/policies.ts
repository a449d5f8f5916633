/** The policies of a plan: the endpoint's own, and the cross product of what is swept. */

import { decimalNumber } from '../input/number-text.ts';
import { shown } from '../input/quote.ts';
import { UserError } from '../input/user-error.ts';
import { MAX_INSTANCES } from '../scenario/limits.ts';
import type { StandInConfig } from '../scenario/stand-in-config.ts';
import { readSchedule } from '../simulation/schedule.ts';
import type { ScheduledActionSettings } from '../simulation/scheduled-actions.ts';
import { AS_IT_IS } from './plan-result.ts';
import type { PolicyVariant } from './policy-variant.ts';

type Policy = StandInConfig['policy'];

/** More are a slip, and would take minutes. */
export const MOST_POLICIES = 64;

interface Choice {
  /** As it was written: `target=9000`. */
  readonly name: string;
  readonly apply: (policy: Policy) => Policy;
}

const METRICS = ['InvocationsPerInstance', 'ConcurrentRequestsPerModel'] as const;

/** What can be swept. Keys of one axis are alternatives; axes are crossed. */
const KEYS: Readonly<
  Record<
    string,
    { readonly axis: string; readonly read: (key: string, text: string) => Choice['apply'] }
  >
> = {
  target: {
    axis: 'target',
    read: number(
      'requests per instance and minute above 0',
      (value) => value > 0,
      (policy, value) => ({
        ...policy,
        metric: 'InvocationsPerInstance',
        targetPerMinute: value,
      }),
    ),
  },
  concurrency: {
    axis: 'target',
    read: number(
      'concurrent requests per instance above 0',
      (value) => value > 0,
      (policy, value) => ({
        ...policy,
        metric: 'ConcurrentRequestsPerModel',
        targetConcurrency: value,
      }),
    ),
  },
  metric: {
    axis: 'target',
    read: (key, text) => {
      const metric = METRICS.find((name) => name === text);
      if (metric === undefined) throw refused(key, text, `one of ${METRICS.join(', ')}`);
      return (policy) => ({ ...policy, metric });
    },
  },
  min: { axis: 'min', read: instances((policy, minCapacity) => ({ ...policy, minCapacity })) },
  max: { axis: 'max', read: instances((policy, maxCapacity) => ({ ...policy, maxCapacity })) },
  cooldown: {
    axis: 'cooldown',
    read: number('seconds from 0', isDuration, (policy, value) => ({
      ...policy,
      scaleOutCooldownSeconds: value,
      scaleInCooldownSeconds: value,
    })),
  },
  datapoints: {
    axis: 'datapoints',
    read: number(
      'whole periods from 1',
      (value) => Number.isInteger(value) && value >= 1 && value <= 1_440,
      (policy, alarmDatapoints) => ({ ...policy, alarmDatapoints }),
    ),
  },
};
const FIXED = 'fixed';
export const SWEEP_KEYS = [...Object.keys(KEYS), FIXED];

export interface Policies {
  readonly variants: readonly PolicyVariant[];
  readonly caveats: readonly string[];
}

/**
 * @param sweeps as they were written: `target=6000,9000`
 * @param schedules as they were written: `cron(0 8 * * ? *) min=4`
 * @throws UserError naming the flag, what was expected, what came
 */
export function policiesOf(
  own: Policy,
  sweeps: readonly string[],
  schedules: readonly string[],
): Policies {
  const { axes, fixed } = readSweeps(sweeps);
  const actions = schedules.map(readAction);
  const crossed = [...axes.values()].reduce<readonly (readonly Choice[])[]>(
    (all, choices) => all.flatMap((chosen) => choices.map((choice) => [...chosen, choice])),
    [[]],
  );
  const swept = crossed
    .filter((choices) => choices.length > 0)
    .map((choices) => variantOf(own, choices));
  const possible = swept.filter(({ policy }) => policy.minCapacity <= policy.maxCapacity);
  const asItIs = variantOf(own, []);
  const tracking = [asItIs, ...possible.filter(({ policy }) => !isSame(policy, own))];
  const scheduled =
    actions.length === 0 ? [] : tracking.map((each) => withSchedules(each, actions));
  const variants = [...tracking, ...scheduled, ...fixed.map(fixedVariant(own))];
  if (variants.length > MOST_POLICIES) {
    throw new UserError(
      `--sweep makes ${variants.length} policies, expected at most ${MOST_POLICIES}; give fewer values.`,
    );
  }
  const left = swept.length - possible.length;
  const caveats =
    left === 0
      ? []
      : [`${left} of the swept policies have a minimum above their maximum and are left out.`];
  return { variants, caveats };
}

export function fixedVariant(own: Policy): (instances: number) => PolicyVariant {
  return (instances) => ({
    id: `fixed=${instances}`,
    kind: FIXED,
    policy: { ...own, minCapacity: instances, maxCapacity: instances },
    schedules: [],
  });
}

function variantOf(own: Policy, choices: readonly Choice[]): PolicyVariant {
  return {
    id: choices.length === 0 ? AS_IT_IS : choices.map(({ name }) => name).join(' '),
    kind: 'target-tracking',
    policy: choices.reduce((policy, { apply }) => apply(policy), own),
    schedules: [],
  };
}

function withSchedules(
  variant: PolicyVariant,
  schedules: readonly ScheduledActionSettings[],
): PolicyVariant {
  return { ...variant, id: `${variant.id} +schedule`, schedules };
}

function isSame(one: Policy, other: Policy): boolean {
  return (Object.keys(one) as (keyof Policy)[]).every((key) => one[key] === other[key]);
}

function readSweeps(sweeps: readonly string[]) {
  const axes = new Map<string, Choice[]>();
  const fixed: number[] = [];
  for (const text of sweeps) {
    const [, key = '', values = ''] = /^([^=]*)=(.*)$/.exec(text) ?? [];
    if (!SWEEP_KEYS.includes(key)) {
      throw new UserError(
        `--sweep ${shown(text)}: expected KEY=VALUE,VALUE,... with a key of ${SWEEP_KEYS.join(', ')}, for example --sweep target=6000,9000.`,
      );
    }
    for (const value of values.split(',')) {
      const trimmed = value.trim();
      if (key === FIXED) fixed.push(instanceCount(key, trimmed));
      else {
        const { axis, read } = KEYS[key]!;
        const choice = { name: `${key}=${trimmed}`, apply: read(key, trimmed) };
        axes.set(axis, [...(axes.get(axis) ?? []), choice]);
      }
    }
  }
  return { axes, fixed: [...new Set(fixed)] };
}

/** `cron(0 8 * * ? *) min=4 max=12 zone=Europe/Berlin` */
function readAction(text: string, index: number): ScheduledActionSettings {
  const refuse = (what: string) =>
    new UserError(
      `--schedule ${shown(text)}: expected ${what}, for example "cron(0 8 * * ? *) min=4"; correct it.`,
    );
  const [, expression = '', rest = ''] = /^\s*(\w+\([^)]*\))\s*(.*)$/.exec(text) ?? [];
  const schedule = readSchedule(expression);
  if (schedule === undefined) {
    throw refuse('a schedule cron(...), rate(...) or at(...) as Application Auto Scaling takes it');
  }
  const bounds = new Map(
    rest
      .split(/\s+/)
      .filter(Boolean)
      .map((part) => part.split('=', 2) as [string, string]),
  );
  const isKnown = [...bounds.keys()].every((key) => ['min', 'max'].includes(key));
  if (!isKnown || bounds.size === 0) throw refuse('min=N, max=N or both after the schedule');
  const count = (key: string) => {
    const written = bounds.get(key);
    if (written === undefined) return undefined;
    const value = wholeCount(written);
    if (value === null) throw refuse(`a whole number of instances as ${key}`);
    return value;
  };
  return {
    name: `schedule-${index + 1}`,
    expression,
    schedule,
    timeZone: undefined,
    startMs: undefined,
    endMs: undefined,
    minCapacity: count('min'),
    maxCapacity: count('max'),
  };
}

function number(
  what: string,
  isValid: (value: number) => boolean,
  set: (policy: Policy, value: number) => Policy,
) {
  return (key: string, text: string): Choice['apply'] => {
    const value = decimalNumber(text);
    if (value === null || !isValid(value)) throw refused(key, text, what);
    return (policy) => set(policy, value);
  };
}

function instances(set: (policy: Policy, value: number) => Policy) {
  return (key: string, text: string): Choice['apply'] => {
    const value = instanceCount(key, text);
    return (policy) => set(policy, value);
  };
}

function instanceCount(key: string, text: string): number {
  const value = wholeCount(text);
  if (value === null)
    throw refused(key, text, `a whole number of instances from 1 to ${MAX_INSTANCES}`);
  return value;
}

function wholeCount(text: string): number | null {
  const value = decimalNumber(text);
  return value !== null && Number.isInteger(value) && value >= 1 && value <= MAX_INSTANCES
    ? value
    : null;
}

function isDuration(value: number): boolean {
  return value >= 0 && value <= 604_800;
}

function refused(key: string, text: string, what: string): UserError {
  return new UserError(`--sweep ${key}=${shown(text)}: expected ${what}; correct it.`);
}
