/**
 * `npm run bench:load`: the replay engine beside Artillery's own HTTP engine.
 *
 * See docs/benchmarks.md for what is measured and how to read it.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { EXIT_OF_SIGNAL, EXIT_USAGE } from '../../src/cli/exit-codes.ts';
import { onInterrupt } from '../../src/cli/interrupt.ts';
import { UserError } from '../../src/input/user-error.ts';
import { readDocument, writeResults } from './document.ts';
import { EMPTY_LOAD, loadCases } from './load-case.ts';
import { describeMachine } from './machine.ts';
import { type Results, renderMarkdown } from './markdown.ts';
import { type Measurement, measure } from './measure.ts';
import { type Options, parseOptions, USAGE } from './options.ts';
import { renderRun } from './progress.ts';
import { prepareRequest } from './request.ts';
import { turns } from './rounds.ts';
import { startTarget } from './target-process.ts';

async function benchmark(options: Options, interrupted: AbortSignal): Promise<Results> {
  const target = await startTarget();
  const directory = mkdtempSync(join(tmpdir(), 'bench-load-'));
  try {
    const loads = loadCases(options);
    const bench = { target, inputs: prepareRequest(directory), directory, interrupted };
    const measurements: Measurement[] = [];
    for (const turn of turns([EMPTY_LOAD, ...loads], options.rounds)) {
      const run = await measure(bench, turn.load, turn.engine, turn.round);
      measurements.push(run);
      console.log(renderRun(turn, run));
    }
    return { machine: describeMachine(new Date()), options, loads, measurements };
  } finally {
    await target.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function main(interrupted: AbortSignal): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  if (options === null) {
    console.log(USAGE);
    return;
  }
  // A document without a place for the results is better refused now than after the load.
  if (options.write !== null) readDocument(options.write);
  const results = await benchmark(options, interrupted);
  const markdown = renderMarkdown(results);
  console.log(`\n${markdown}`);
  if (options.json !== null) {
    const { machine, measurements } = results;
    mkdirSync(dirname(options.json), { recursive: true });
    writeFileSync(
      options.json,
      `${JSON.stringify({ machine, options, runs: measurements }, null, 2)}\n`,
    );
  }
  if (options.write !== null) writeResults(options.write, markdown);
}

const interrupt = onInterrupt((code) => process.exit(code));
try {
  await main(interrupt.signal);
} catch (error) {
  if (interrupt.signal.aborted) {
    process.exitCode = EXIT_OF_SIGNAL[interrupt.signal.reason as NodeJS.Signals] ?? 1;
  } else if (error instanceof UserError) {
    console.error(error.message);
    process.exitCode = EXIT_USAGE;
  } else {
    throw error;
  }
} finally {
  interrupt.dispose();
}
