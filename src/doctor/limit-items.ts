/** The quotas that matter to a scenario, against what AWS says they are. Pure. */
import type { ResolvedScenario } from '../scenario/schema.ts';
import { known } from './answer.ts';
import type { AwsAnswers } from './aws-answers.ts';
import type { Item } from './item.ts';
import { loadFactsOf } from './load-facts.ts';
import { gatewayItem, instanceQuotaItem, lambdaItem } from './quota-items.ts';

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
