/** Guards load on other machines: enforces --max-cost and asks for confirmation. */
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
  /** US dollars. */
  readonly maxCost?: number;
  /** Attempts after the first, each of which may load and cost as much. */
  readonly retries: number;
  /** Absent: that of a run from this machine. */
  readonly cost?: CostEstimate;
}

/** @returns whether to proceed. @throws UserError above the cost limit, or when it cannot ask */
export async function guard(scenario: ResolvedScenario, flags: GuardFlags): Promise<boolean> {
  const attempts = 1 + flags.retries;
  const exposure = exposureOf(scenario, attempts);
  // Loading this machine costs nothing and affects nothing else.
  if (exposure === null) return true;
  const { stdin: input, stderr: output } = process;
  const terminal = input.isTTY && output.isTTY ? { input, output } : null;
  // With --yes and without --max-cost, the estimate is not needed.
  const needsCost = flags.maxCost !== undefined || !flags.yes;
  const cost = needsCost ? (flags.cost ?? (await costBeforeRun(scenario, attempts))) : null;
  if (cost !== null && flags.maxCost !== undefined) {
    refuseAbove(flags.maxCost, cost, scenario, attempts);
  }
  const words = cost === null ? null : costInWords(cost);
  return mayLoad(exposure, { yes: flags.yes, cost: words }, terminal);
}

/** @throws UserError when the run may cost more, or its cost is unknown */
function refuseAbove(
  maxUsd: number,
  { usd, rows, isComplete }: CostEstimate,
  { watch }: ResolvedScenario,
  attempts: number,
): void {
  if (!isComplete && watch === null) {
    throw new UserError(
      `Cannot enforce --max-cost ${maxUsd}: the scenario has \`watch: none\`, so what the target costs is unknown; leave out the flag.`,
    );
  }
  if (!isComplete) {
    const unknown = rows.filter((row) => row.usd === null).map(({ what }) => what.toLowerCase());
    throw new UserError(
      `Cannot enforce --max-cost ${maxUsd}: the cost of ${unknown.join(', ')} is unknown; set prices in config.scaleproof.prices, or see \`scaleproof doctor\`.`,
    );
  }
  if (usd.high > maxUsd) {
    const [what, fewer] =
      attempts === 1
        ? ['This run', '']
        : [`This run, up to ${attempts} times,`, 'lower --retries, '];
    throw new UserError(
      `${what} may cost ${dollarRange(usd)}, more than --max-cost ${maxUsd}; raise the limit, ${fewer}or shorten the phases.`,
    );
  }
}

interface Consent {
  /** `--yes`. */
  readonly yes: boolean;
  /** Estimated cost, `$1.20 to $3.40`; null when not estimated. */
  readonly cost: string | null;
}

/**
 * @param terminal where to ask; null without one, as in CI
 * @returns whether to proceed
 * @throws UserError without `--yes` and without a terminal
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
      `This would load ${host}, which is not this machine, with ${what}. Add --yes to confirm, or run in a terminal to be asked.`,
    );
  }
  const question = createInterface(terminal);
  try {
    const answer = await question.question(`This loads ${host} with ${what}.\nContinue? [y/N] `);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    question.close();
  }
}

function exposureInWords(
  { peakRps, requests, loadSeconds, attempts }: Exposure,
  cost: string | null,
): string {
  const size = `up to ${rate(peakRps)}, ${counted(requests, 'request')} in ${clock(loadSeconds)}`;
  const all = attempts === 1 ? size : `${size}, up to ${attempts} times`;
  return cost === null ? all : `${all}, costing ${cost}`;
}
