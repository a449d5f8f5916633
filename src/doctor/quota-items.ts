/** Checks the plan against the account's quotas: Lambda, API Gateway, instances. Pure. */
import { GATEWAY_RPS, LAMBDA_CONCURRENCY } from '../aws/quotas.ts';
import { count, rate, seconds } from '../format/numbers.js';
import { loadFactsOf } from '../load/load-facts.ts';
import type { WatchedScenario } from '../scenario/schema.ts';
import { known } from './answer.ts';
import type { AwsAnswers } from './aws-answers.ts';
import { type Item, ok, problem, skipped, warning } from './item.ts';

export interface LambdaInput {
  readonly peakRps: number;
  /** Duration of an invocation in seconds, and its source. */
  readonly durationSeconds: number;
  readonly durationSource: string;
  /** The function's reserved concurrency, otherwise the account's; null when unknown. */
  readonly limit: { readonly concurrency: number; readonly isReserved: boolean } | null;
}

const LAMBDA = { id: 'lambda-concurrency', group: 'Quotas and prices', title: 'Lambda' } as const;
const GATEWAY = {
  id: 'api-gateway-rate',
  group: 'Quotas and prices',
  title: 'API Gateway',
} as const;
const INSTANCES = { id: 'instance-quota', group: 'Quotas and prices', title: 'Instances' } as const;

/** Above this share of a limit, one slow minute is enough to reach it. */
const COMFORTABLE_SHARE = 0.8;

/** Concurrency = rate x duration. */
export function lambdaItem(input: LambdaInput): Item {
  const { peakRps, durationSeconds, durationSource, limit } = input;
  const needed = Math.ceil(peakRps * durationSeconds);
  const sum = `${rate(peakRps)} at ${seconds(durationSeconds)} each (${durationSource}) need a concurrency of ${count(needed)}`;
  const allowed = limit?.concurrency ?? LAMBDA_CONCURRENCY;
  const available =
    limit === null
      ? `the default limit is ${count(allowed)}`
      : limit.isReserved
        ? `the function's reserved concurrency is ${count(allowed)}`
        : `the account's concurrency is ${count(allowed)}, shared by all functions`;
  if (needed <= allowed * COMFORTABLE_SHARE) return ok(LAMBDA, `${sum}; ${available}.`);
  const next = 'Reserve or request more concurrency, reduce the load, or make the function faster.';
  const isOver = needed > allowed && durationSource === 'from CloudWatch' && limit !== null;
  return (isOver ? problem : warning)(
    LAMBDA,
    `${sum}, but ${available}: Lambda throttles the excess.`,
    next,
  );
}

/** @param quota the account's, requests per second; null when unknown */
export function gatewayItem(
  { way }: WatchedScenario,
  peakRps: number,
  quota: number | null,
): Item | null {
  if (way !== 'http') return null;
  const allowed = quota ?? GATEWAY_RPS;
  const limit = `the account's ${quota === null ? 'default ' : ''}quota of ${rate(allowed)}`;
  if (peakRps <= allowed * COMFORTABLE_SHARE) {
    return ok(GATEWAY, `The peak of ${rate(peakRps)} is within ${limit}.`);
  }
  return warning(
    GATEWAY,
    `The peak of ${rate(peakRps)} is close to or above ${limit}: API Gateway throttles the excess (HTTP 429).`,
    'Request a higher quota, or reduce the load; a stage can also have a lower throttle.',
  );
}

/** @param quota null when Service Quotas lists none, or could not be read */
export function instanceQuotaItem(
  instanceType: string | null,
  maxCapacity: number | null,
  quota: number | null,
): Item {
  if (instanceType === null || quota === null) {
    return skipped(INSTANCES, 'The quota for endpoint instances is unknown.');
  }
  const named = `The account's quota is ${count(quota)} ${instanceType} for endpoint usage`;
  if (maxCapacity === null || maxCapacity <= quota) return ok(INSTANCES, `${named}.`);
  return problem(
    INSTANCES,
    `${named}, but max capacity is ${maxCapacity}.`,
    `Request a higher "${instanceType} for endpoint usage" quota in Service Quotas.`,
  );
}

/** Assumed duration of an invocation, seconds, when there is no better figure. */
const ASSUMED_SECONDS = 1;

export function limitItems(scenario: WatchedScenario, answers: AwsAnswers): Item[] {
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

function lambdaLimit({ expect }: WatchedScenario, answers: AwsAnswers, peakRps: number): Item {
  const measured = known(answers.durations)?.functionSeconds ?? null;
  const expected = expect.latency ? expect.latency.maxMs / 1_000 : null;
  const reserved = known(answers.GetFunctionConcurrency)?.reservedConcurrency ?? null;
  const ofAccount = known(answers.GetAccountSettings)?.accountConcurrency ?? null;
  const concurrency = reserved ?? ofAccount;
  return lambdaItem({
    peakRps,
    durationSeconds: measured ?? expected ?? ASSUMED_SECONDS,
    durationSource:
      measured !== null ? 'from CloudWatch' : expected !== null ? 'the latency bound' : 'assumed',
    limit: concurrency === null ? null : { concurrency, isReserved: reserved !== null },
  });
}
