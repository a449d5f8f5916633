/** Checks everything that a run of a scenario depends on, without sending load. */
import { isLoopback } from '../aws/credentials.ts';
import { createClients } from '../collector/clients.ts';
import { ClockOffset } from '../collector/clock-offset.ts';
import { costFactsOf } from '../cost/cost-facts.ts';
import { billedOf, endpointFactsOf } from '../cost/endpoint-facts.ts';
import { neededPermissions, needOf } from '../iam/permissions.ts';
import { type WatchedScenario, watchesAws } from '../scenario/schema.ts';
import { known } from './answer.ts';
import { apiItems } from './api-metrics.ts';
import { type AwsAnswers, askAws } from './aws-answers.ts';
import { createDoctorClients } from './aws-clients.ts';
import { collectionItems } from './collection-item.ts';
import { componentItems, metricConfigItems } from './config-items.ts';
import { type DoctorReport, statusOf } from './doctor-report.ts';
import { endpointItem } from './endpoint-items.ts';
import type { Examination } from './examination.ts';
import { examineUnwatched } from './examine-unwatched.ts';
import { functionItems } from './function-items.ts';
import type { Item } from './item.ts';
import { loadItems } from './load-items.ts';
import { inspectMachine, machineItems } from './machine-items.ts';
import { clockItem, metricsItem } from './metrics-items.ts';
import { permissionItems } from './permission-items.ts';
import { pricesFor } from './prices-for.ts';
import { limitItems } from './quota-items.ts';
import { rowsItem } from './rows-item.ts';
import { scalingItems } from './scaling-items.ts';
import { regionItem, targetItem } from './target-items.ts';
import { unreachableItem } from './unreachable-item.ts';
import { credentialsItem } from './who-am-i.ts';
import { costOf, workerItems } from './worker-items.ts';

export function examine(options: Examination): Promise<DoctorReport> {
  const { scenario } = options;
  return watchesAws(scenario)
    ? examineWatched({ ...options, scenario })
    : examineUnwatched(options);
}

type WatchedExamination = Examination & { readonly scenario: WatchedScenario };

async function examineWatched(options: WatchedExamination): Promise<DoctorReport> {
  const { scenario, env, now, collection = null, load = null } = options;
  const { watch } = scenario;
  const clock = new ClockOffset();
  const clients = {
    collector: createClients(watch, clock, now),
    doctor: createDoctorClients(watch),
  };
  const isLocal = watch.endpointUrl !== undefined && isLoopback(watch.endpointUrl);
  try {
    const [target, rows, requests, answers, workers] = await Promise.all([
      targetItem(scenario.target),
      rowsItem(scenario),
      collectionItems(scenario, collection),
      askAws(scenario, clients, now(), isLocal),
      workerItems(scenario, load, watch.region),
    ]);
    const endpoint = endpointFactsOf(seenEndpoint(answers, watch));
    const priced = await pricesFor(endpoint, options, clients.doctor.pricing);
    const durations = known(answers.durations);
    const facts = costFactsOf(scenario, {
      endpoint,
      functionMemoryMb: known(answers.GetFunctionConfiguration)?.memoryMb,
      functionSeconds: durations?.functionSeconds,
      modelSeconds: durations?.modelSeconds,
    });
    const runSeconds = facts.loadSeconds + facts.settleSeconds.high;
    const items = [
      ...machineItems(inspectMachine(scenario, env), load?.platform ?? null),
      ...loadItems(
        scenario,
        durations?.functionSeconds ?? durations?.modelSeconds ?? null,
        load !== null,
      ),
      ...workers,
      rows,
      ...requests,
      target,
      regionItem(scenario),
      credentialsItem(isLocal ? null : answers.caller, now(), runSeconds),
      ...awsItems(options, answers, isLocal),
      ...priced.items,
      clockItem(clock.estimate()),
    ];
    return {
      schemaVersion: 1,
      scenario: scenario.name,
      environment: scenario.environment,
      target: scenario.target,
      region: watch.region,
      onStandIn: scenario.standIn !== null,
      status: statusOf(items),
      items,
      cost: costOf(scenario, load, facts, priced.prices),
      duration: { loadSeconds: facts.loadSeconds, settleSeconds: facts.settleSeconds },
    };
  } finally {
    clients.collector.destroy();
    clients.doctor.destroy();
  }
}

/** Without credentials every call is denied; the credentials item already says so. */
function awsItems(
  { scenario, livePrices, prices }: WatchedExamination,
  answers: AwsAnswers,
  isLocal: boolean,
): Item[] {
  const { caller } = answers;
  if (!isLocal && !caller.ok && caller.failure.kind === 'denied') return [];
  const silent = unreachableItem(scenario, answers);
  if (silent !== null) return [silent];
  const permissions = permissionItems(
    neededPermissions(needOf(scenario, livePrices)),
    answers,
    isLocal,
  );
  // Nothing is known of what does not exist; what else is missing follows from that.
  if (!isThere(answers.endpoint)) {
    return [...permissions, endpointItem(scenario, answers.endpoint)];
  }
  const hasJustStarted = scenario.standIn !== null;
  return [
    ...permissions,
    ...functionItems(scenario, answers),
    ...componentItems(scenario, answers),
    ...scalingItems(scenario, answers, hasJustStarted),
    ...limitItems(scenario, answers),
    ...metricConfigItems(scenario, answers, prices),
    metricsItem(answers.traffic, known(answers.published), hasJustStarted),
    ...apiItems(scenario, answers.api, hasJustStarted),
  ];
}

/** False only where it is known that the account has no such endpoint, or the endpoint no such variant. */
function isThere(endpoint: AwsAnswers['endpoint']): boolean {
  return endpoint.ok ? endpoint.value.variant !== null : endpoint.failure.kind !== 'not-found';
}

function seenEndpoint(answers: AwsAnswers, watch: WatchedScenario['watch']) {
  const variant = known(answers.endpoint)?.variant ?? null;
  const target = known(answers.target);
  return {
    serverless: variant?.serverless ?? null,
    instanceType: known(answers.instanceType),
    instances: variant?.current ?? null,
    ...billedOf(known(answers.config)?.observation, target, watch),
  };
}
