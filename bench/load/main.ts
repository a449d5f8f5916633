/**
 * `npm run bench:load`: compares the replay engine with Artillery's own HTTP engine.
 *
 * See docs/benchmarks.md for what is measured and how to read it.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { EXIT_USAGE } from '../../src/cli/exit-codes.ts';
import { onInterrupt } from '../../src/cli/interrupt.ts';
import { UserError } from '../../src/input/user-error.ts';
import { describeMachine } from '../machine.ts';
import { percent } from '../table.ts';
import { prepareRequest } from './contestant.ts';
import { EMPTY_LOAD, loadCases, type Turn, turns } from './load-case.ts';
import { type Results, readDocument, renderMarkdown, writeResults } from './markdown.ts';
import { type Measurement, measure } from './measure.ts';
import { type Options, parseOptions, USAGE } from './options.ts';
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
  // Fail before the load if the document has no place for the results.
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

/** One line per run, with its raw values. */
function renderRun({ load, engine, round }: Turn, run: Measurement): string {
  const { observed, cpuSeconds, wallSeconds, responseTimeMs, own } = run;
  const parts = [
    `round ${round}`,
    load.title.padEnd(16),
    engine.padEnd(6),
    `${observed.arrived}/${observed.planned}`.padStart(11),
    `own second ${percent(observed.ownSecondShare).padStart(8)}`,
    `lag p50 ${ms(observed.lagMs.p50)} p99 ${ms(observed.lagMs.p99)}`,
    `cpu ${cpuSeconds?.toFixed(2).padStart(5) ?? '?'} s`,
    `wall ${wallSeconds.toFixed(1).padStart(4)} s`,
    `service p99 ${ms(observed.serviceTimeMs.p99)} reported ${ms(responseTimeMs?.p99)}`,
    `latency p99 ${ms(observed.feltMs.p99)}${own ? ` reported ${ms(own.latencyMs.p99)}` : ''}`,
  ];
  if (run.othersCpuShare !== null && run.othersCpuShare > 0.1) {
    parts.push(`! other processes used ${percent(run.othersCpuShare)} of the CPU`);
  }
  if (run.exit !== 0) parts.push(`! exit ${run.exit}`);
  if (run.errors > 0) parts.push(`! ${run.errors} errors`);
  return parts.join('  ');
}

function ms(value: number | undefined): string {
  return value === undefined ? '?' : value.toFixed(1).padStart(6);
}

const interrupt = onInterrupt((code) => process.exit(code));
try {
  await main(interrupt.signal);
} catch (error) {
  if (interrupt.signal.aborted) {
    process.exitCode = interrupt.exitCode() ?? 1;
  } else if (error instanceof UserError) {
    console.error(error.message);
    process.exitCode = EXIT_USAGE;
  } else {
    throw error;
  }
} finally {
  interrupt.dispose();
}
