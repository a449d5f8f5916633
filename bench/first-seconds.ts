/**
 * `npm run bench:first-seconds`: responses in each of the first seconds at a high
 * rate, with the replay engine and with k6 in turn.
 *
 * See docs/benchmarks.md for how to read it. Prints Markdown; a round takes about 20 s.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startArtillery } from '../src/load/artillery.ts';
import { findK6 } from '../src/load/k6/find.ts';
import { startK6 } from '../src/load/k6/k6.ts';
import type { LoadProcess } from '../src/load/load-process.ts';
import { type LoadSample, loadEventSchema } from '../src/record/load-events.ts';
import { parseLines } from '../src/record/read.ts';
import type { ResolvedScenario } from '../src/scenario/schema.ts';
import { prepareRequest } from './load/contestant.ts';
import { startTarget, type TargetProcess } from './load/target-process.ts';
import { figures, renderSpread, spread, table, words } from './table.ts';

type Start = (scenario: ResolvedScenario, directory: string) => LoadProcess;

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '10000' },
    seconds: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '3' },
  },
});
const [rps, seconds, rounds] = [values.rate, values.seconds, values.rounds].map(Number) as [
  number,
  number,
  number,
];

function engines(): Map<string, Start> {
  const found = new Map<string, Start>([['`replay`', startArtillery]]);
  try {
    const { binary } = findK6(process.env);
    found.set('k6', (scenario, directory) => startK6(binary, scenario, directory));
  } catch (error) {
    console.error((error as Error).message);
  }
  return found;
}

/** @returns responses in each second since the plan's time zero, as counted by the engine */
async function answers(start: Start, target: TargetProcess): Promise<number[]> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-first-seconds-'));
  try {
    await target.begin({ capacity: rps * seconds, serviceTimeMs: 20, stall: null });
    // The engines read only these parts of a scenario.
    const scenario = {
      name: 'wine',
      system: 'wine',
      systemId: 'wine',
      way: 'http',
      target: target.origin,
      address: { path: null, functionName: null, endpointName: null },
      headersFromEnvironment: {},
      dataset: prepareRequest(directory).dataset,
      phases: [{ name: 'hold', durationSeconds: seconds, startRps: rps, endRps: rps }],
      replay: { seed: 1, timeoutMs: 10_000, maxConnections: 8_192 },
    } as unknown as ResolvedScenario;
    const { code } = await start(scenario, directory).exited;
    if (code !== 0) throw new Error(`The load engine exited with ${code}.`);
    await target.finish();
    const samples = parseLines(
      readFileSync(join(directory, 'load.ndjson'), 'utf8'),
      loadEventSchema,
    )
      .events.filter((event): event is LoadSample => event.type === 'sample')
      .slice(0, seconds);
    return samples.map(({ outcomes }) => outcomes.correct ?? 0);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const contestants = [...engines()];
const results = new Map(contestants.map(([name]) => [name, [] as number[][]]));
const target = await startTarget();
try {
  // Warm-up: the first load compiles the target's own code.
  await answers(startArtillery, target);
  for (let round = 1; round <= rounds; round += 1) {
    for (const [name, start] of round % 2 === 0 ? contestants.toReversed() : contestants) {
      const counts = await answers(start, target);
      results.get(name)!.push(counts);
      console.error(`round ${round}  ${name.padEnd(8)}  ${counts.join('  ')}`);
    }
  }
} finally {
  await target.stop();
}
const whole = (value: number) => Math.round(value).toLocaleString('en');
console.log(
  table<[string, number[][]]>(
    [
      words('Engine', ([name]) => name),
      ...Array.from({ length: seconds }, (_, second) =>
        figures<[string, number[][]]>(`Second ${second + 1}`, ([, runs]) =>
          renderSpread(spread(runs.map((counts) => counts[second])), whole),
        ),
      ),
    ],
    [...results],
  ),
);
