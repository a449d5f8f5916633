/** One world: run, judged, and held against the truth. */

import { CHECK_IDS, type CheckId } from '../../src/verdict/checks/registry.ts';
import { judge } from '../../src/verdict/judge.ts';
import type { Verdict } from '../../src/verdict/verdict.ts';
import { FINDING_CODES } from '../../test/matrix/finding-codes.ts';
import { runInVirtualTime } from '../../test/matrix/lab.ts';
import { scenarioOf } from '../../test/matrix/lab-scenario.ts';
import { type Allowed, CHECK_TRUTHS } from './check-truth.ts';
import { factsOf } from './facts.ts';
import { FINDING_TRUTHS, type Holds } from './finding-truth.ts';
import { witnessOf } from './witness.ts';
import { type World, worldOf } from './world.ts';

export interface CheckTrial {
  readonly id: CheckId;
  readonly status: Verdict['checks'][number]['status'];
  readonly reason: string;
  readonly message: string;
  readonly allowed: Allowed;
}

export interface FindingTrial {
  readonly code: string;
  readonly said: boolean;
  readonly holds: Holds;
  readonly message: string;
}

export interface Trial {
  readonly seed: number;
  readonly defects: World['defects'];
  readonly status: Verdict['status'];
  readonly checks: readonly CheckTrial[];
  readonly findings: readonly FindingTrial[];
}

export async function tryWorld(seed: number): Promise<Trial> {
  return (await examineWorld(seed)).trial;
}

/** With all that it rests on, for whoever looks into one world. */
export async function examineWorld(seed: number) {
  const world = worldOf(seed);
  const scenario = scenarioOf(world.run);
  const witness = witnessOf(scenario);
  const record = await runInVirtualTime(world.run, witness.around);
  const verdict = judge(record);
  const facts = factsOf(
    world.run,
    scenario,
    record.truth,
    witness.planStartMs(),
    witness.requests(),
  );
  const checks = verdict.checks.flatMap(({ id, status, reason, message }) => {
    const truth = CHECK_TRUTHS[id];
    return truth === undefined || status === 'skipped'
      ? []
      : [{ id, status, reason, message, allowed: truth(facts) }];
  });
  const said = new Map(verdict.findings.map(({ code, message }) => [code, message]));
  const findings = FINDING_CODES.map((code) => ({
    code,
    said: said.has(code),
    holds: FINDING_TRUTHS[code]!(facts),
    message: said.get(code) ?? '',
  }));
  const { seed: _, defects } = world;
  const trial: Trial = { seed, defects, status: verdict.status, checks, findings };
  return { world, scenario, record, verdict, facts, trial };
}

export const JUDGED_CHECKS: readonly CheckId[] = CHECK_IDS.filter((id) => CHECK_TRUTHS[id]);

/** A pass or a failure that the truth denies. */
export function isMistaken({ status, allowed }: CheckTrial): boolean {
  return (status === 'pass' && !allowed.pass) || (status === 'fail' && !allowed.fail);
}

export function isFalseAlarm({ said, holds }: FindingTrial): boolean {
  return said && holds === 'no';
}
