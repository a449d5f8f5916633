/** What has to be true before a load leaves this machine: a cost within bounds, and a yes. */
import { createInterface } from 'node:readline/promises';
import { costBeforeRun } from '../cost/cost-before-run.ts';
import { costInWords, dollarRange } from '../cost/cost-words.ts';
import type { CostEstimate } from '../cost/estimate.ts';
import { clock, counted, rate } from '../format/numbers.js';
import { UserError } from '../input/user-error.ts';
import { plainText } from '../report/plain-text.ts';
import { type Exposure, exposureOf } from '../run/exposure.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';

interface GuardFlags {
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
function refuseAbove(maxUsd: number, { usd, rows, isComplete }: CostEstimate): void {
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

interface Consent {
  /** `--yes`. */
  readonly yes: boolean;
  /** What it will cost: `$1.20 to $3.40`; null where that was not looked up. */
  readonly cost: string | null;
}

/**
 * @param terminal where to ask; null where nobody can answer, as in CI
 * @returns whether the run may go on
 * @throws UserError without `--yes` where nobody can be asked
 */
export async function mayLoad(
  exposure: Exposure,
  { yes, cost }: Consent,
  terminal: { input: NodeJS.ReadableStream; output: NodeJS.WritableStream } | null,
): Promise<boolean> {
  if (yes) return true;
  const host = plainText(exposure.host);
  const what = exposureInWords(exposure, cost);
  if (terminal === null) {
    throw new UserError(
      `This would load ${host}, which is not this machine, with ${what}. Add --yes if that is meant, or type it at a terminal to be asked.`,
    );
  }
  const question = createInterface(terminal);
  try {
    const answer = await question.question(`This loads ${host} with ${what}.\nGo on? [y/N] `);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    question.close();
  }
}

function exposureInWords(
  { peakRps, requests, loadSeconds }: Exposure,
  cost: string | null,
): string {
  const size = `up to ${rate(peakRps)}, ${counted(requests, 'request')} in ${clock(loadSeconds)}`;
  return cost === null ? size : `${size}, costing ${cost}`;
}
