/** Checks that the endpoint exists, is in service, and is of a kind that can scale. Pure. */
import { isBurstable } from '../aws/target-tracking.ts';
import type { SeenConfig } from '../collector/endpoint-config.ts';
import { count, counted } from '../format/numbers.js';
import { diagnose } from '../run/unreadable-endpoint.ts';
import type { WatchedScenario } from '../scenario/schema.ts';
import { type Answer, known } from './answer.ts';
import { type Item, ok, problem, skipped, warning } from './item.ts';
import type { EndpointState } from './probe-calls.ts';

const GROUP = 'Endpoint and scaling';
const ENDPOINT = { id: 'endpoint', group: GROUP, title: 'Endpoint' } as const;
const TYPE = { id: 'instance-type', group: GROUP, title: 'Instance type' } as const;

export function endpointItem({ watch }: WatchedScenario, answer: Answer<EndpointState>): Item {
  const { endpointName, variantName, region } = watch;
  const named = `"${endpointName}" in ${region}`;
  if (!answer.ok) {
    const { kind, message } = answer.failure;
    const { reason, next } = diagnose(watch, answer.failure);
    return problem(
      ENDPOINT,
      kind === 'not-found'
        ? `Endpoint ${named} does not exist: ${reason}.`
        : `Cannot read ${named} (${message}): ${reason}.`,
      `${next[0]!.toUpperCase()}${next.slice(1)}.`,
    );
  }
  const { status, variant, variantNames } = answer.value;
  if (status !== 'InService') {
    const next = 'Wait until it is in service; redeploy it if it failed.';
    return problem(ENDPOINT, `${named} is ${status}; expected InService.`, next);
  }
  if (variant === null) {
    return problem(
      ENDPOINT,
      `${named} has no variant "${variantName}"; its variants: ${variantNames.join(', ') || 'none'}.`,
      'Correct watch.variantName.',
    );
  }
  return ok(ENDPOINT, `${named} is InService: ${sizeOf(variant)}.`);
}

function sizeOf({ current, serverless }: NonNullable<EndpointState['variant']>): string {
  if (serverless) {
    return `serverless, ${serverless.memoryMb} MB, max concurrency ${count(serverless.maxConcurrency)}`;
  }
  return current === null ? 'instance count unknown' : counted(current, 'instance');
}

/** Whether the scenario expects a scale-out, or more than one instance. */
export function expectsScaling({ expect }: WatchedScenario): boolean {
  return expect.scaledOut !== undefined || (expect.reachedRate?.minInstances ?? 1) > 1;
}

export function instanceTypeItem(
  scenario: WatchedScenario,
  endpoint: Answer<EndpointState>,
  answer: Answer<string | null>,
  config: Answer<SeenConfig>,
): Item {
  const isServerless = known(endpoint)?.variant?.serverless != null;
  if (isServerless) {
    if (!expectsScaling(scenario))
      return skipped(TYPE, 'Not applicable: the variant is serverless.');
    return problem(
      TYPE,
      'The variant is serverless and has no instances, but the scenario expects a scale-out.',
      'Expect coldStarts, throttles and concurrency instead of scaledOut and minInstances.',
    );
  }
  const pools = known(config)?.observation.pools ?? [];
  if (pools.length > 0) {
    const types = pools.map(({ instanceType }) => instanceType).join(', then ');
    return ok(
      TYPE,
      `Instance pools: ${types}. Instances differ in size, but a target per instance loads them alike: size it for the smallest.`,
    );
  }
  const type = known(answer);
  if (type === null) return skipped(TYPE, 'Unknown: the endpoint configuration could not be read.');
  if (!isBurstable(type)) return ok(TYPE, `${type}.`);
  const message = `${type} is burstable; SageMaker cannot scale variants on burstable instances.`;
  const next = 'Deploy the variant on another type, for example ml.m5.large.';
  return expectsScaling(scenario) ? problem(TYPE, message, next) : warning(TYPE, message, next);
}
