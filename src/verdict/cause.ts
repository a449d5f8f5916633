/** Chooses the one finding that explains best why a run failed or is inconclusive. Pure. */

import { EXPLAINS, type Explains } from './findings/explains.ts';
import type { Check, Finding, Status, Verdict } from './verdict.ts';

const RELATIONS: ReadonlyMap<string, Explains> = new Map(Object.entries(EXPLAINS));
const ROOT_FIRST = [...RELATIONS.keys()];

/**
 * The problem that explains the most checks; of equals the one nearest to the root. Notes explain nothing.
 *
 * What is inconclusive is explained only by what explains its first doubt, which is the headline's: where the
 * experiment itself is in doubt, findings about the rest say nothing of why.
 */
export function causeOf(
  status: Status,
  checks: readonly Check[],
  findings: readonly Finding[],
): Verdict['cause'] {
  if (status !== 'fail' && status !== 'inconclusive') return null;
  const open = checks.filter((check) => check.status === status);
  const candidates = findings
    .filter(({ severity }) => severity === 'problem')
    .flatMap(({ code, when }) => {
      const explained = open.filter((check) => explains(code, check));
      const [first] = explained;
      if (first === undefined || (status === 'inconclusive' && first !== open[0])) return [];
      return [{ code, explains: explained.map(({ id }) => id), when: when ?? first.when }];
    });
  const [best] = candidates.toSorted(
    (left, right) =>
      right.explains.length - left.explains.length ||
      ROOT_FIRST.indexOf(left.code) - ROOT_FIRST.indexOf(right.code),
  );
  return best ?? null;
}

function explains(code: string, { id, reason }: Check): boolean {
  const relation = RELATIONS.get(code);
  return [...(relation?.[id] ?? []), ...(relation?.any ?? [])].includes(reason);
}

/** The finding that a verdict names as its cause; null without one. */
export function causingFinding({ cause, findings }: Verdict): Finding | null {
  if (cause === null) return null;
  const isCause = ({ code, severity }: Finding) => code === cause.code && severity === 'problem';
  return findings.find(isCause) ?? null;
}
