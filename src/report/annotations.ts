/** Failed checks as GitHub's workflow commands, which show them beside the run and in its pull request. */

import { definitionOf } from '../verdict/checks/registry.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { command } from './workflow-command.ts';

/** GitHub shows ten of a kind in each step; a run has fewer checks that fail at once. */
const MOST = 10;

/** @returns a command a line, each ending in a newline; empty when nothing is wrong */
export function annotations({ status, headline, checks, runId }: Verdict): string {
  if (status === 'error') return command('error', `Scaleproof: ${runId}`, headline);
  return checks
    .filter((check) => check.status === 'fail' || check.status === 'inconclusive')
    .slice(0, MOST)
    .map(({ id, status: result, message, observed, limit }) =>
      command(
        result === 'fail' ? 'error' : 'warning',
        `${definitionOf(id).title}: ${result}`,
        `${message} Observed: ${observed}. Limit: ${limit}.`,
      ),
    )
    .join('');
}
