/**
 * `npm run bench:history`: how long reading and judging a history of ten years of nights takes, and how large
 * its page is. Takes half a minute; see docs/benchmarks.md.
 *
 * Alternates with a bare start of Node, to factor out the machine's speed.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { count, figure } from '../../src/format/numbers.js';
import { openings } from '../chromium.ts';
import { describeMachine } from '../machine.ts';
import { over, type Took, timeNode } from '../process-time.ts';
import { figures, table, words } from '../table.ts';
import { writeTenYears } from './ten-years.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const rounds = Number(values.rounds);

const directory = mkdtempSync(join(tmpdir(), 'bench-history-'));
try {
  const file = join(directory, 'history.ndjson');
  const runs = await writeTenYears(file);
  const page = join(directory, 'history.html');
  const history = (...args: string[]) => [
    'bin/scaleproof.js',
    'history',
    ...args,
    '--history',
    file,
  ];
  const contestants: { readonly what: string; readonly run: () => Took; readonly took: Took[] }[] =
    [
      { what: '`node -e 0`', run: () => timeNode(['-e', '0']), took: [] },
      ...[['--last', '1'], ['judge', '--json'], ['trends'], ['page', '-o', page]].map((args) => ({
        what: `\`scaleproof history ${args[0] === '--last' ? args.join(' ') : args[0]}\``,
        run: () => timeNode(history(...args), [0, 1]),
        took: [],
      })),
      ...openings(page, directory).map((opening) => ({ ...opening, took: [] })),
    ];
  // Warm-up: the first start fills the compile cache.
  for (const { run } of contestants) run();
  for (let round = 0; round < rounds; round += 1) {
    for (const { run, took } of contestants) took.push(run());
  }
  const { date, cpu, cores, node } = describeMachine(new Date());
  console.log(
    [
      `Measured ${date}; ${cpu}, ${cores} cores; Node ${node}; ${count(runs)} runs, ${figure(statSync(file).size / 1e6)} MB; ${rounds} rounds.`,
      table<(typeof contestants)[number]>(
        [
          words('', ({ what }) => what),
          figures('Took', ({ took }) => over(took, ({ wallSeconds }) => wallSeconds)),
          figures('CPU', ({ took }) => over(took, ({ cpuSeconds }) => cpuSeconds)),
        ],
        contestants,
      ),
      `The page is ${figure(statSync(page).size / 1e6)} MB.`,
    ].join('\n\n'),
  );
} finally {
  rmSync(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}
