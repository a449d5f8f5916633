/** The verdict of a run of the real command, and what of it must not depend on trouble with AWS. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Verdict, verdictSchema } from '../../src/verdict/verdict.ts';
import { onlyRun, scaleproof, temporaryDirectory } from '../cli/command.ts';

/** Of all AWS calls, half are throttled, from the sixth AWS minute after the start. */
export const HALF_THROTTLED =
  'scaleproof.standIn.faults.apis={ throttledShare: 0.5, fromSeconds: 300 }';

/** @param settings values of `--set` */
export async function verdictOf(system: string, settings: readonly string[]): Promise<Verdict> {
  const out = temporaryDirectory();
  try {
    const set = settings.flatMap((setting) => ['--set', setting]);
    await scaleproof('run', system, '--out', out, ...set);
    return verdictSchema.parse(
      JSON.parse(readFileSync(join(onlyRun(out), 'verdict.json'), 'utf8')),
    );
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** One line each: the status, every check, every problem found. */
export function outcomesOf({ status, checks, findings }: Verdict): string[] {
  return [
    status,
    ...checks.map(({ id, status: outcome, reason }) => `${id}: ${outcome} (${reason})`),
    ...findings.filter(({ severity }) => severity === 'problem').map(({ code }) => code),
  ];
}
