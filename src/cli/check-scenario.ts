/** Runs `scaleproof check` with parsed arguments. */
import { randomInt } from 'node:crypto';
import { adviceOn } from '../check/advice.ts';
import { askAll } from '../check/ask-all.ts';
import { buildReport } from '../check/build-report.ts';
import { renderCheckJunit } from '../check/check-junit.ts';
import type { CheckReport, CheckResult } from '../check/check-report.ts';
import { type Chosen, chooseQuestions, type RowChoice } from '../check/choose-questions.ts';
import { collectionQuestions } from '../check/postman/collection-questions.ts';
import { renderHeading, renderSummary } from '../check/render-check.ts';
import { renderResult, resultStyle } from '../check/render-result.ts';
import { type Subject, subjectOf } from '../check/subject.ts';
import { UserError } from '../input/user-error.ts';
import { palette } from '../report/palette.ts';
import { withTarget } from '../run/with-target.ts';
import { resolveScenario } from '../scenario/resolve.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';
import { exitCodeOf } from '../verdict/exit-code.ts';
import { onInterrupt } from './interrupt.ts';
import { type Output, outputTo } from './output.ts';
import { type ScenarioFlags, toScenarioRequest } from './scenario-options.ts';
import { writeNamed } from './write-named.ts';

export interface CheckFlags extends ScenarioFlags {
  /** Number of random rows; absent: the default, unless rows are selected another way. */
  readonly rows?: number;
  readonly row?: number[];
  readonly all?: boolean;
  readonly seed?: number;
  readonly postman?: string;
  /** Required share of correct predictions, 0 to 1; absent: the scenario's, otherwise 1. */
  readonly minShare?: number;
  readonly keepHost?: boolean;
  readonly json: boolean;
  readonly junit?: string;
}

const DEFAULT_ROWS = 5;

/** @returns the exit code */
export async function checkScenario(
  name: string,
  flags: CheckFlags,
  exit: (code: number) => void,
): Promise<number> {
  if (flags.keepHost && !flags.postman) {
    throw new UserError('--keep-host requires --postman FILE.');
  }
  const scenario = await resolveScenario({
    ...toScenarioRequest(name, flags),
    watchesNothing: true,
  });
  // Validate the selection before starting a stand-in.
  choose(await subjectOf(scenario), flags);
  const output = outputTo(flags.json ? process.stderr : process.stdout, process.env);
  const interrupt = onInterrupt(exit);
  try {
    const aimable = flags.keepHost ? { ...scenario, standIn: null } : scenario;
    const report = await withTarget(aimable, async (aimed) =>
      ask(await subjectOf(aimed), flags, output, interrupt.signal),
    );
    if (flags.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    if (flags.junit !== undefined) writeNamed('--junit', flags.junit, renderCheckJunit(report));
    return interrupt.exitCode() ?? exitCodeOf(report.status);
  } finally {
    interrupt.dispose();
  }
}

async function ask(
  subject: Subject,
  flags: CheckFlags,
  output: Output,
  signal: AbortSignal,
): Promise<CheckReport> {
  const { scenario, system } = subject;
  const { questions, source } = choose(subject, flags);
  const { name, environment, target, way } = scenario;
  const onStandIn = scenario.standIn !== null;
  const context = {
    scenario: name,
    system: system.id,
    environment,
    target,
    way,
    onStandIn,
    source,
    ...boundOf(flags, scenario),
  };
  const paint = palette(output.color);
  const labels = system.dataset.label.values ?? [];
  const style = { columns: output.columns, paint };
  // Written with the first result, so that a connection error appears alone.
  let heading = renderHeading(context, system.title, questions.length, style);
  const lineStyle = resultStyle(questions, labels, output.columns, paint);
  const results: CheckResult[] = [];
  for await (const result of askAll(subject, questions, signal)) {
    results.push(result);
    if (flags.quiet) continue;
    output.write(heading + renderResult(result, lineStyle));
    heading = '';
  }
  const report = buildReport(context, results, labels, signal.aborted);
  // The requests of a collection are not the module's.
  const advice = source.kind === 'rows' ? adviceOn(scenario, results) : null;
  output.write((flags.quiet ? '' : heading) + renderSummary(report, style, advice));
  return report;
}

function boundOf(
  { minShare }: CheckFlags,
  { expect }: ResolvedScenario,
): Pick<CheckReport, 'minShare' | 'minShareFrom'> {
  if (minShare !== undefined) return { minShare, minShareFrom: 'flag' };
  if (expect.accuracy === undefined) return { minShare: null, minShareFrom: null };
  return { minShare: expect.accuracy.minShare, minShareFrom: 'scenario' };
}

function choose(subject: Subject, flags: CheckFlags): Chosen {
  if (flags.postman) return collectionQuestions(subject, flags.postman, flags.keepHost ?? false);
  return chooseQuestions(subject, choiceOf(flags, subject.rows.length));
}

function choiceOf({ all, row, rows, seed }: CheckFlags, known: number): RowChoice {
  if (all) return { kind: 'all' };
  if (row) return { kind: 'numbers', numbers: row };
  // Without --rows, a dataset smaller than the default is not an error.
  const count = rows ?? Math.min(DEFAULT_ROWS, known);
  return { kind: 'random', count, seed: seed ?? randomInt(2 ** 32) };
}
