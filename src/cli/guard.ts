/** What has to be true before a load leaves this machine: a cost within bounds, and a yes. */
import { costBeforeRun } from '../cost/cost-before-run.ts';
import { costInWords, dollarRange } from '../cost/cost-words.ts';
import type { CostEstimate } from '../cost/estimate.ts';
import { UserError } from '../input/user-error.ts';
import { exposureOf } from '../run/exposure.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';
import { mayLoad } from './confirm.ts';

export interface GuardFlags {
  readonly yes: boolean;
  /** Dollars. */
  readonly maxCost?: number;
}

/** @returns whether the run may go on. Throws a UserError where it must not, or nobody can be asked. */
export async function guard(scenario: ResolvedScenario, flags: GuardFlags): Promise<boolean> {
  const exposure = exposureOf(scenario);
  // Loading this machine costs nothing and harms nobody else.
  if (exposure === null) return true;
  const { stdin: input, stderr: output } = process;
  const terminal = input.isTTY && output.isTTY ? { input, output } : null;
  // Whoever has said yes and named no bound has no use for it.
  const needsCost = flags.maxCost !== undefined || !flags.yes;
  const cost = needsCost ? await costBeforeRun(scenario) : null;
  if (cost !== null && flags.maxCost !== undefined) refuseAbove(flags.maxCost, cost);
  const words = cost === null ? null : costInWords(cost);
  return mayLoad(exposure, { yes: flags.yes, cost: words }, terminal);
}

/** @throws UserError when the run may cost more, or nobody knows what it costs */
export function refuseAbove(maxUsd: number, { usd, rows, isComplete }: CostEstimate): void {
  if (!isComplete) {
    const unknown = rows.filter((row) => row.usd === null).map(({ what }) => what.toLowerCase());
    throw new UserError(
      `--max-cost ${maxUsd} cannot be kept: the cost of ${unknown.join(', ')} is not known; name prices below config.scaleproof.prices, or see \`scaleproof doctor\`.`,
    );
  }
  if (usd.high > maxUsd) {
    throw new UserError(
      `This run may cost ${dollarRange(usd)}, more than --max-cost ${maxUsd}; raise it, or shorten the phases.`,
    );
  }
}
