/** Nothing but this machine is loaded before somebody who knows what it means has said yes. */
import { createInterface } from 'node:readline/promises';
import { clock, counted, rate } from '../format/numbers.js';
import { UserError } from '../input/user-error.ts';
import { plainText } from '../report/plain-text.ts';
import type { Exposure } from '../run/exposure.ts';

export interface Consent {
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
