/**
 * `npm run calibration`: how often the statistics of latency are right, on made-up loads whose true
 * percentiles are known. Writes its tables into docs/verification.md.
 *
 * Takes under three minutes on two cores. `--runs N` for each load, 60 if absent.
 */
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { formerRows, gridRows, type Row } from './grid.ts';
import { beyondAim, formerTable, gridTable } from './tables.ts';
import type { Question, Tally } from './trial.ts';
import type { Message } from './worker.ts';

const FILE = 'docs/verification.md';
const MARKER = /(<!-- calibration -->\n)[\s\S]*?(<!-- end of calibration -->)/;

const { values } = parseArgs({ options: { runs: { type: 'string', default: '60' } } });
const runs = Number(values.runs);
const startedMs = Date.now();

const former = formerRows(4 * runs);
const grid = gridRows(runs);
const [formerTallies, gridTallies] = await askAll([former, grid]);
const beyond = beyondAim(grid, gridTallies!);
const loads = grid.reduce((sum, { questions }) => sum + questions.length, 0);
const text = [
  formerTable(former, formerTallies!),
  `${loads} loads, ${runs} runs each, and 20 of those of a minute or less:`,
  gridTable(grid, gridTallies!),
  beyond.length === 0
    ? 'No load in which "met" or "missed" was said more often than 1.5 times in a hundred runs, beyond what chance explains (one in a thousand).'
    : `Said too often, beyond what chance explains: ${beyond.join('; ')}.`,
].join('\n\n');

const document = readFileSync(FILE, 'utf8');
if (!MARKER.test(document)) throw new Error(`${FILE} has no <!-- calibration --> markers`);
writeFileSync(
  FILE,
  document.replace(MARKER, (_, start, end) => `${start}\n${text}\n\n${end}`),
);
console.log(`${FILE}, after ${Math.round((Date.now() - startedMs) / 1_000)} s`);
if (beyond.length > 0) process.exitCode = 1;

/** On every core; the longest first, so that none is left waiting for one at the end. */
async function askAll(tables: readonly (readonly Row[])[]): Promise<Tally[][][]> {
  const answers = tables.map((rows) =>
    rows.map(({ questions }) => questions.map(() => null as Tally | null)),
  );
  const open = tables
    .flatMap((rows, table) =>
      rows.flatMap(({ questions }, row) =>
        questions.map((question, cell) => ({ question, place: [table, row, cell] as const })),
      ),
    )
    .sort((left, right) => workOf(right.question) - workOf(left.question));
  let next = 0;
  const lane = async () => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url));
    for (let item = open[next++]; item !== undefined; item = open[next++]) {
      const [table, row, cell] = item.place;
      answers[table]![row]![cell] = await answerOf(worker, item.question);
    }
    await worker.terminate();
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  return answers as Tally[][][];
}

/** @throws Error when the thread fails */
async function answerOf(worker: Worker, { world, ...rest }: Question): Promise<Tally> {
  const { tail, ...others } = world;
  worker.postMessage({ ...rest, world: others, tail: tail.name } satisfies Message);
  const [tally] = await once(worker, 'message');
  return tally as Tally;
}

function workOf({ world, runs: times }: Question): number {
  return world.seconds * times * (1 + world.rps / 100);
}
