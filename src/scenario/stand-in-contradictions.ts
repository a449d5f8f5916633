/** What the stand-in's settings cannot mean together. */
import { UserError } from '../input/user-error.ts';
import { MAX_INSTANCES } from './limits.ts';
import { DEFAULT_INSTANCE_TYPE, type StandInConfig } from './stand-in-config.ts';

/** Settings that only an endpoint on instances has a use for. */
const OF_INSTANCES = [
  'metrics',
  'pools',
  'poolTimeoutSeconds',
  'stepPolicy',
  'scheduledActions',
] as const;

/** @throws UserError naming both settings and the fix */
export function refuseContradictions(config: StandInConfig): void {
  refuseOnServerless(config);
  refuseUnlikePools(config);
  refuseSchedules(config);
  if (config.component) refuseComponent(config, config.component);
  const { minCapacity, maxCapacity } = config.policy;
  const { reservedConcurrency, provisionedConcurrency } = config.lambda;
  if (provisionedConcurrency > (reservedConcurrency ?? provisionedConcurrency)) {
    throw new UserError(
      `lambda.provisionedConcurrency (${provisionedConcurrency}) is above ` +
        `lambda.reservedConcurrency (${reservedConcurrency}); lower the first or raise the second.`,
    );
  }
  if (minCapacity < 1 && !config.component) {
    throw new UserError(
      'policy.minCapacity is 0, but only an inference component scales to 0; set it to 1, or set component.',
    );
  }
  if (minCapacity > maxCapacity) {
    throw new UserError(
      `policy.minCapacity (${minCapacity}) is above policy.maxCapacity (${maxCapacity}); ` +
        'lower the first or raise the second.',
    );
  }
}

function refuseOnServerless(config: StandInConfig): void {
  if (!config.serverless) return;
  const set = OF_INSTANCES.find((key) => config[key] !== undefined);
  if (set === undefined) return;
  throw new UserError(`${set} needs instances, but serverless is set; remove one of the two.`);
}

function refuseUnlikePools({ pools, poolTimeoutSeconds, ...config }: StandInConfig): void {
  if (!pools) {
    if (poolTimeoutSeconds === undefined) return;
    throw new UserError('poolTimeoutSeconds is set without pools; add pools or remove it.');
  }
  for (const key of ['instanceType', 'priority'] as const) {
    const values = pools.map((pool) => String(pool[key]));
    const twice = values.find((value, i) => values.indexOf(value) < i);
    if (twice === undefined) continue;
    throw new UserError(`Two pools have the ${key} ${twice}; give each its own.`);
  }
  const first = pools.reduce((a, b) => (b.priority < a.priority ? b : a));
  if (![DEFAULT_INSTANCE_TYPE, first.instanceType].includes(config.instanceType)) {
    throw new UserError(
      `instanceType is ${config.instanceType}, but pools name the types; remove instanceType.`,
    );
  }
  const available = pools.reduce((sum, pool) => sum + (pool.available ?? MAX_INSTANCES), 0);
  if (config.initialInstances > available) {
    throw new UserError(
      `initialInstances (${config.initialInstances}) is above what pools have available in all ` +
        `(${available}); lower the first or raise the second.`,
    );
  }
}

function refuseSchedules({ scheduledActions = [], component }: StandInConfig): void {
  const names = scheduledActions.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) {
    throw new UserError(`Two scheduledActions are named ${twice}; give each its own name.`);
  }
  for (const { name, minCapacity, maxCapacity } of scheduledActions) {
    if (minCapacity === undefined && maxCapacity === undefined) {
      throw new UserError(
        `The scheduled action ${name} changes nothing; set minCapacity, maxCapacity or both.`,
      );
    }
    if (minCapacity === 0 && !component) {
      throw new UserError(
        `The scheduled action ${name} sets minCapacity to 0, but only an inference component ` +
          'scales to 0; set it to 1, or set component.',
      );
    }
    if ((minCapacity ?? 0) > (maxCapacity ?? MAX_INSTANCES)) {
      throw new UserError(
        `The scheduled action ${name} sets minCapacity (${minCapacity}) above maxCapacity ` +
          `(${maxCapacity}); lower the first or raise the second.`,
      );
    }
  }
}

function refuseComponent(
  config: StandInConfig,
  component: NonNullable<StandInConfig['component']>,
): void {
  const { copiesPerInstance, initialCopies, minInstances, maxInstances } = component;
  if (minInstances > maxInstances) {
    throw new UserError(
      `component.minInstances (${minInstances}) is above component.maxInstances ` +
        `(${maxInstances}); lower the first or raise the second.`,
    );
  }
  const most = copiesPerInstance * maxInstances;
  if (initialCopies > most) {
    throw new UserError(
      `component.initialCopies (${initialCopies}) is above component.maxInstances x ` +
        `component.copiesPerInstance (${maxInstances} x ${copiesPerInstance} = ${most}); ` +
        'lower the first or raise one of the others.',
    );
  }
  const other = config.serverless
    ? 'serverless'
    : config.pools
      ? 'pools'
      : config.faults.capacityShortageSeconds !== undefined
        ? 'faults.capacityShortageSeconds'
        : undefined;
  if (other !== undefined) {
    throw new UserError(
      `The stand-in does not combine component with ${other}; remove one of them.`,
    );
  }
}
