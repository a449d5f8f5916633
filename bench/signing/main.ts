/**
 * `npm run bench:signing`: the cost of signing a load's requests.
 *
 * See docs/benchmarks.md for how to read it. Prints Markdown, and takes about a minute and a half.
 */
import { parseArgs } from 'node:util';
import { watchOthers } from '../cpu-time.ts';
import { describeMachine } from '../machine.ts';
import { figures, renderSpread, spread, table, words } from '../table.ts';
import { type LoadResult, runLoad } from './load-run.ts';
import { type SigningCost, signingCost, signsPerSecond } from './measure-signs.ts';
import { SIGNERS, type SignerName } from './signers.ts';

const RPS = 1_000;
const ROWS = [133, 178, 1_728];
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '10' },
  },
});
const rounds = Number(values.rounds);
const seconds = Number(values.seconds);
const whole = (value: number) => Math.round(value).toLocaleString('en-US');
const percent = (value: number) => `${(value * 100).toFixed(1)} %`;
const two = (value: number) => value.toFixed(2);

/** Alternates the order, so that a machine that slows down affects both. */
function turns<T>(contestants: readonly T[]): T[] {
  return Array.from({ length: rounds }, (_, round) =>
    round % 2 === 0 ? contestants : contestants.toReversed(),
  ).flat();
}

async function compareSigners(): Promise<string> {
  const measured: Record<SignerName, number[]> = { aws4: [], SDK: [] };
  for (const name of SIGNERS) await signsPerSecond(name, 500);
  for (const name of turns(SIGNERS)) measured[name].push(await signsPerSecond(name, 1_000));
  return table<SignerName>(
    [
      words('Signer', (name) => (name === 'aws4' ? 'aws4, as used here' : '@smithy/signature-v4')),
      figures('Signatures/s', (name) => renderSpread(spread(measured[name]), whole)),
      figures('Each round', (name) => measured[name].map(whole).join('; ')),
    ],
    SIGNERS,
  );
}

function costTable(): string {
  signingCost(ROWS[0]!, RPS, 5);
  return table<SigningCost>(
    [
      figures('Distinct rows', ({ rows }) => whole(rows)),
      figures('Signatures made/s', ({ madePerSecond }) => whole(madePerSecond)),
      figures('Of one core', ({ cpuShare }) => percent(cpuShare)),
    ],
    ROWS.map((rows) => signingCost(rows, RPS, 30)),
  );
}

async function compareLoads(): Promise<string> {
  const runs = { false: [] as LoadResult[], true: [] as LoadResult[] };
  for (const isSigned of turns([false, true])) {
    const result = await runLoad({ isSigned, rps: RPS, seconds });
    if (result.correct !== RPS * seconds) {
      throw new Error(`Only ${result.correct} of ${RPS * seconds} requests got a prediction.`);
    }
    runs[`${isSigned}`].push(result);
  }
  const ratio = (of: (run: LoadResult) => number) =>
    renderSpread(spread(runs.true.map((run, round) => of(run) / of(runs.false[round]!))), two);
  const cell = (results: readonly LoadResult[], of: (run: LoadResult) => number) =>
    results.map((run) => two(of(run))).join('; ');
  const row = (name: string, of: (run: LoadResult) => number) => ({
    name,
    plain: cell(runs.false, of),
    signed: cell(runs.true, of),
    ratio: ratio(of),
  });
  return table<ReturnType<typeof row>>(
    [
      words('', ({ name }) => name),
      figures('Unsigned, each round', ({ plain }) => plain),
      figures('Signed, each round', ({ signed }) => signed),
      figures('Ratio', (each) => each.ratio),
    ],
    [row('Lag p99, ms', (run) => run.lagP99Ms), row('CPU, cores', (run) => run.cpuShare)],
  );
}

const othersShare = watchOthers();
const { date, cpu, cores, node } = describeMachine(new Date());
console.log(`- ${date}; ${cpu}, ${cores} cores; Node ${node}; ${rounds} rounds.\n`);
console.log(`${await compareSigners()}\n`);
console.log(`${costTable()}\n`);
console.log(`${await compareLoads()}\n`);
const others = othersShare();
if (others !== null)
  console.log(`Other processes used ${percent(others)} of all cores during the benchmark.`);
