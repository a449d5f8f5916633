/** Checks the plan against the account's quotas: Lambda, API Gateway, instances. Pure. */
import { count, counted, rate, seconds } from '../format/numbers.js';
import type { ResolvedScenario } from '../scenario/schema.ts';
import { known } from './answer.ts';
import type { AwsAnswers } from './aws-answers.ts';
import { type Item, ok, problem, skipped, warning } from './item.ts';
import { loadFactsOf } from './load-facts.ts';

export interface LambdaInput {
  readonly peakRps: number;
  /** What an invocation takes, seconds, and where that is from. */
  readonly durationSeconds: number;
  readonly durationSource: string;
  /** Reserved for the function, else what the account's functions share; null when unknown. */
  readonly limit: { readonly concurrency: number; readonly isReserved: boolean } | null;
}

const LAMBDA = { id: 'lambda-concurrency', group: 'Quotas and prices', title: 'Lambda' } as const;
const GATEWAY = {
  id: 'api-gateway-rate',
  group: 'Quotas and prices',
  title: 'API Gateway',
} as const;
const INSTANCES = { id: 'instance-quota', group: 'Quotas and prices', title: 'Instances' } as const;

/** API Gateway's own limit for an account and Region, requests a second. */
const GATEWAY_RPS = 10_000;
/** Lambda's limit for an account and Region unless raised. */
const DEFAULT_CONCURRENCY = 1_000;
/** Nearer to a limit than this, a slow minute is enough to reach it. */
const COMFORTABLE_SHARE = 0.8;

/** Concurrency = rate x duration. */
export function lambdaItem(input: LambdaInput): Item {
  const { peakRps, durationSeconds, durationSource, limit } = input;
  const needed = Math.ceil(peakRps * durationSeconds);
  const sum = `${rate(peakRps)} of ${seconds(durationSeconds)} each (${durationSource}) are ${counted(needed, 'invocation')} at once`;
  const allowed = limit?.concurrency ?? DEFAULT_CONCURRENCY;
  const whose =
    limit === null
      ? `the default limit is ${count(allowed)}`
      : limit.isReserved
        ? `${count(allowed)} are reserved for it`
        : `${count(allowed)} are shared by the account's functions`;
  if (needed <= allowed * COMFORTABLE_SHARE) return ok(LAMBDA, `${sum}; ${whose}.`);
  const next = 'Reserve or request more concurrency, load less, or make the function faster.';
  const isOver = needed > allowed && durationSource === 'by CloudWatch' && limit !== null;
  return (isOver ? problem : warning)(
    LAMBDA,
    `${sum}, and ${whose}: more would be throttled.`,
    next,
  );
}

/** @param quota of the account, requests a second; null when unknown */
export function gatewayItem(
  { way }: ResolvedScenario,
  peakRps: number,
  quota: number | null,
): Item | null {
  if (way !== 'http') return null;
  const allowed = quota ?? GATEWAY_RPS;
  const limit = `an account's ${rate(allowed)}${quota === null ? ' (the default)' : ''}`;
  if (peakRps <= allowed * COMFORTABLE_SHARE) {
    return ok(GATEWAY, `The peak of ${rate(peakRps)} is within ${limit}.`);
  }
  return warning(
    GATEWAY,
    `The peak of ${rate(peakRps)} is near or over ${limit}: more get HTTP 429.`,
    'Have the quota raised, or load less; a stage may have a lower throttle yet.',
  );
}

/** @param quota null where Service Quotas lists none, or was not to be asked */
export function instanceQuotaItem(
  instanceType: string | null,
  maxCapacity: number | null,
  quota: number | null,
): Item {
  if (instanceType === null || quota === null) {
    return skipped(INSTANCES, 'The quota for instances behind endpoints is not known.');
  }
  const named = `The account may have ${counted(quota, `${instanceType}`, instanceType)} behind endpoints`;
  if (maxCapacity === null || maxCapacity <= quota) return ok(INSTANCES, `${named}.`);
  return problem(
    INSTANCES,
    `${named}, and the variant may grow to ${maxCapacity}.`,
    `Request more of "${instanceType} for endpoint usage" in Service Quotas.`,
  );
}

/** What an invocation is taken to need where nothing better is known, seconds. */
const ASSUMED_SECONDS = 1;

export function limitItems(scenario: ResolvedScenario, answers: AwsAnswers): Item[] {
  const { peakRps } = loadFactsOf(scenario.phases);
  const gatewayRate = known(answers.gatewayRate);
  const items = [gatewayItem(scenario, peakRps, gatewayRate)].filter((item) => item !== null);
  if (scenario.watch.functionName !== undefined && scenario.way !== 'sagemaker') {
    items.push(lambdaLimit(scenario, answers, peakRps));
  }
  if (!known(answers.endpoint)?.variant?.serverless) {
    items.push(
      instanceQuotaItem(
        known(answers.instanceType),
        known(answers.target)?.maxCapacity ?? null,
        known(answers.instanceQuota),
      ),
    );
  }
  return items;
}

function lambdaLimit({ expect }: ResolvedScenario, answers: AwsAnswers, peakRps: number): Item {
  const measured = known(answers.durations)?.functionSeconds ?? null;
  const expected = expect.latency ? expect.latency.maxMs / 1_000 : null;
  const reserved = known(answers.GetFunctionConcurrency)?.reservedConcurrency ?? null;
  const ofAccount = known(answers.GetAccountSettings)?.accountConcurrency ?? null;
  const concurrency = reserved ?? ofAccount;
  return lambdaItem({
    peakRps,
    durationSeconds: measured ?? expected ?? ASSUMED_SECONDS,
    durationSource:
      measured !== null ? 'by CloudWatch' : expected !== null ? 'the bound on latency' : 'assumed',
    limit: concurrency === null ? null : { concurrency, isReserved: reserved !== null },
  });
}
