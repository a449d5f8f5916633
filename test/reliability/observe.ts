/** Runs one row of the fault matrix and says what came of it. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readRun } from '../../src/record/read.ts';
import { type Verdict, verdictSchema } from '../../src/verdict/verdict.ts';
import { scaleproof, temporaryDirectory } from '../cli/command.ts';
import { LiveRun } from './live-run.ts';
import type { Outcome, ReliabilityCase } from './reliability-case.ts';

/**
 * @throws Error when, beyond what the row expects: a sample of before the fault is lost, planned is
 *   not sent plus not sent, a process is left behind, or the fault left no trace
 */
export async function observe({ scene, expected, trace }: ReliabilityCase): Promise<Outcome> {
  const { settings, out = temporaryDirectory(), inject, restore, close } = await scene();
  const run = new LiveRun(settings, out);
  try {
    await (inject ?? ((live) => markMidway(live, expected)))(run);
    const { code, signal, stderr } = await run.command.finished;
    restore?.();
    if (run.isMarked) await run.checkAfter();
    const { reportExit, verdict } = await judged(run.directory);
    if (verdict !== null) checkAccounts(verdict);
    if (trace && !trace(await readRun(run.directory!))) throw new Error('the fault left no trace');
    const told = [stderr, ...sentencesOf(verdict)].join('\n');
    return {
      exit: signal ?? code ?? -1,
      reportExit,
      status: verdict?.status ?? null,
      ended: verdict?.ended ?? null,
      checks: illChecks(verdict),
      problems: (verdict?.findings ?? [])
        .filter(({ severity }) => severity === 'problem')
        .map((finding) => finding.code),
      says: expected.says.filter((text) => told.includes(text)),
    };
  } finally {
    // Only when something was not as it should be: otherwise it has ended.
    run.command.process.kill('SIGKILL');
    await close?.();
    rmSync(out, { recursive: true, force: true });
  }
}

/** Where nothing is injected while the run goes on, what is there after two seconds must stay. */
async function markMidway(run: LiveRun, expected: Outcome): Promise<void> {
  if (expected.status === null) return;
  await run.loadedFor(2);
  run.mark();
}

/** The verdict that the run wrote or, where it could not, the one that `report` gives. */
async function judged(
  directory: string | null,
): Promise<{ reportExit: number | null; verdict: Verdict | null }> {
  if (directory === null) return { reportExit: null, verdict: null };
  const file = join(directory, 'verdict.json');
  const isWritten = existsSync(file);
  const report = isWritten ? null : await scaleproof('report', directory);
  if (!existsSync(file)) return { reportExit: report?.code ?? null, verdict: null };
  const verdict = verdictSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  return { reportExit: report?.code ?? null, verdict };
}

function checkAccounts({ load: { planned, sent, notSent } }: Verdict): void {
  if (sent + notSent !== planned) throw new Error(`${planned} planned, ${sent} + ${notSent} known`);
}

function sentencesOf(verdict: Verdict | null): string[] {
  if (verdict === null) return [];
  return [...verdict.caveats, ...verdict.checks.map(({ message }) => message)];
}

function illChecks(verdict: Verdict | null): Outcome['checks'] {
  const ill = (verdict?.checks ?? []).flatMap(({ id, status, reason }) =>
    status === 'fail' || status === 'inconclusive' ? [[id, `${status} ${reason}`]] : [],
  );
  return Object.fromEntries(ill);
}
