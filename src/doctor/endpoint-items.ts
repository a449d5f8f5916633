/** Checks that the endpoint exists, is in service, and is of a kind that can scale. Pure. */
import { isBurstable } from '../aws/target-tracking.ts';
import { counted } from '../format/numbers.js';
import type { ResolvedScenario } from '../scenario/schema.ts';
import { type Answer, known } from './answer.ts';
import { type Item, ok, problem, skipped, warning } from './item.ts';
import type { EndpointState } from './probe-calls.ts';

const GROUP = 'Endpoint and scaling';
const ENDPOINT = { id: 'endpoint', group: GROUP, title: 'Endpoint' } as const;
const TYPE = { id: 'instance-type', group: GROUP, title: 'Instance type' } as const;

export function endpointItem({ watch }: ResolvedScenario, answer: Answer<EndpointState>): Item {
  const { endpointName, variantName, region } = watch;
  const named = `"${endpointName}" in ${region}`;
  if (!answer.ok) {
    const { kind, message } = answer.failure;
    return problem(
      ENDPOINT,
      kind === 'not-found' ? `There is no endpoint ${named}.` : `Cannot read ${named}: ${message}.`,
      kind === 'denied'
        ? 'Grant sagemaker:DescribeEndpoint.'
        : 'Check watch.endpointName, watch.region and the account.',
    );
  }
  const { status, variant, variantNames } = answer.value;
  if (status !== 'InService') {
    const next = 'Wait until it is in service; a failed one has to be deployed anew.';
    return problem(ENDPOINT, `${named} is ${status}; expected InService.`, next);
  }
  if (variant === null) {
    return problem(
      ENDPOINT,
      `${named} has no variant "${variantName}"; it has ${variantNames.join(', ') || 'none'}.`,
      'Correct watch.variantName.',
    );
  }
  return ok(ENDPOINT, `${named} is InService: ${sizeOf(variant)}.`);
}

function sizeOf({ current, serverless }: NonNullable<EndpointState['variant']>): string {
  if (serverless) {
    return `serverless, ${serverless.memoryMb} MB, ${counted(serverless.maxConcurrency, 'request')} at once`;
  }
  return current === null ? 'instance count unknown' : counted(current, 'instance');
}

/** Whether the scenario expects more instances than one, or than there were. */
export function expectsScaling({ expect }: ResolvedScenario): boolean {
  return expect.scaledOut !== undefined || (expect.reachedRate?.minInstances ?? 1) > 1;
}

export function instanceTypeItem(
  scenario: ResolvedScenario,
  endpoint: Answer<EndpointState>,
  answer: Answer<string | null>,
): Item {
  const isServerless = known(endpoint)?.variant?.serverless != null;
  if (isServerless) {
    if (!expectsScaling(scenario)) return skipped(TYPE, 'None: a serverless variant.');
    return problem(
      TYPE,
      'None: a serverless variant has no instances, and the scenario expects them to grow.',
      'Expect coldStarts, throttles and concurrency instead of scaledOut and minInstances.',
    );
  }
  const type = known(answer);
  if (type === null) return skipped(TYPE, 'Not known: the endpoint configuration was not read.');
  if (!isBurstable(type)) return ok(TYPE, `${type}.`);
  const message = `${type} is burstable, and such a variant cannot scale.`;
  const next = 'Deploy it on another type, for example ml.m5.large.';
  return expectsScaling(scenario) ? problem(TYPE, message, next) : warning(TYPE, message, next);
}
