/** Checks what a run needs that watches nothing: machine, target, rows and, for a signed load, credentials. */
import { isLoopback } from '../aws/credentials.ts';
import { createClients } from '../collector/clients.ts';
import { ClockOffset } from '../collector/clock-offset.ts';
import { costFactsOf } from '../cost/cost-facts.ts';
import { neededPermissions, needOf } from '../iam/permissions.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';
import { answerOf } from './answer.ts';
import { createDoctorClients } from './aws-clients.ts';
import { collectionItems } from './collection-item.ts';
import { type DoctorReport, statusOf } from './doctor-report.ts';
import type { Examination } from './examination.ts';
import { type Item, skipped } from './item.ts';
import { loadItems } from './load-items.ts';
import { inspectMachine, machineItems } from './machine-items.ts';
import { permissionItems } from './permission-items.ts';
import { tryInvoking } from './probe-calls.ts';
import { rowsItem } from './rows-item.ts';
import { targetItem } from './target-items.ts';
import { credentialsItem, fetchCaller } from './who-am-i.ts';
import { costOf, workerItems } from './worker-items.ts';

const NOT_WATCHED = skipped(
  { id: 'aws', group: 'Endpoint and scaling', title: 'AWS' },
  'Not watched (`watch: none`): scaling, instances and CloudWatch metrics are not judged.',
);

export async function examineUnwatched(options: Examination): Promise<DoctorReport> {
  const { scenario, env, now, prices, collection = null, load = null } = options;
  const facts = costFactsOf(scenario);
  const isSigned = scenario.way !== 'http';
  const [target, rows, requests, signing, workers] = await Promise.all([
    targetItem(scenario.target),
    rowsItem(scenario),
    collectionItems(scenario, collection),
    isSigned ? signingItems(scenario, now(), facts.loadSeconds) : [],
    workerItems(scenario, load, scenario.region),
  ]);
  const items = [
    ...machineItems(inspectMachine(scenario, env), load?.platform ?? null),
    ...loadItems(scenario, null, load !== null),
    ...workers,
    rows,
    ...requests,
    target,
    ...signing,
    NOT_WATCHED,
  ];
  return {
    schemaVersion: 1,
    scenario: scenario.name,
    environment: scenario.environment,
    target: scenario.target,
    region: isSigned ? scenario.region : null,
    onStandIn: false,
    status: statusOf(items),
    items,
    cost: costOf(scenario, load, facts, prices),
    duration: { loadSeconds: facts.loadSeconds, settleSeconds: facts.settleSeconds },
  };
}

/** The load is signed with them, so they are looked up; nothing else asks AWS anything. */
async function signingItems(
  scenario: ResolvedScenario,
  nowMs: number,
  runSeconds: number,
): Promise<Item[]> {
  const { way, address, region, target } = scenario;
  // What listens on this machine is signed for with placeholder credentials.
  if (isLoopback(target)) return [credentialsItem(null, nowMs, runSeconds)];
  const { sts, destroy } = createDoctorClients({ region });
  const clients = createClients({ region }, new ClockOffset(), Date.now);
  const invoked = way === 'lambda' ? address.functionName : null;
  try {
    const caller = await answerOf(() => fetchCaller(sts));
    const credentials = credentialsItem(caller, nowMs, runSeconds);
    // Without credentials every call is denied.
    if (!caller.ok && caller.failure.kind === 'denied') return [credentials];
    const invocation =
      invoked === null ? null : await answerOf(() => tryInvoking(clients.lambda, invoked));
    const needed = neededPermissions(needOf(scenario, false));
    return [credentials, ...permissionItems(needed, { invocation }, false)];
  } finally {
    destroy();
    clients.destroy();
  }
}
