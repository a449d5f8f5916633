/** `npm run bench:start`: the time to show the command's help, compared with bare Node. */
import { spawnSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { describeMachine } from './machine.ts';
import { digits, figures, renderSpread, spread, table, words } from './table.ts';

const COMMAND = 'bin/scaleproof.js';
const CONTESTANTS = [
  ['-e', '0'],
  [COMMAND, '--help'],
  [COMMAND, 'run', '--help'],
  [COMMAND, 'report', '--help'],
];
const ROUNDS = 21;

function milliseconds(args: readonly string[]): number {
  const startMs = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} exited with ${status}.`);
  return performance.now() - startMs;
}

const measured = CONTESTANTS.map((args) => ({ args, values: [] as number[] }));
// Warm-up: the first start fills the compile cache.
for (const { args } of measured) milliseconds(args);
for (let round = 0; round < ROUNDS; round += 1) {
  for (const { args, values } of measured) values.push(milliseconds(args));
}

const { date, cpu, cores, node } = describeMachine(new Date());
console.log(`${date}; ${cpu}, ${cores} cores; Node ${node}; median of ${ROUNDS} starts (range).\n`);
console.log(
  table<(typeof measured)[number]>(
    [
      words('Start', ({ args }) => `\`node ${args.join(' ')}\``),
      figures('ms', ({ values }) => renderSpread(spread(values), digits(0))),
    ],
    measured,
  ),
);
