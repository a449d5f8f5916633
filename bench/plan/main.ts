/**
 * `npm run bench:plan`: how long a plan of thirty days by the second takes, policy by policy. Takes four minutes;
 * see docs/benchmarks.md.
 *
 * Times whole processes with and without four more policies: what a policy takes is a fourth of the difference.
 */
import { parseArgs } from 'node:util';
import { counted, milliseconds } from '../../src/format/numbers.js';
import { describeMachine } from '../machine.ts';
import { over, type Took, timeNode } from '../process-time.ts';
import { figures, table, words } from '../table.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } });
const rounds = Number(values.rounds);

const planned = (...args: string[]) => [
  ...['bin/scaleproof.js', 'plan', 'wine', '--json', '--quiet'],
  ...['--traffic', 'daily', '--base', '100', '--peak', '1500', ...args],
];
const MONTH = ['--days', '30'];
const BY_REQUESTS = ['--sweep', 'target=12000,18000,24000,30000'];
const BY_CONCURRENCY = ['--sweep', 'concurrency=4,6,8,10'];

const contestants: { readonly what: string; readonly run: () => Took; readonly took: Took[] }[] = [
  { what: 'one day, two policies', args: ['--days', '1'] },
  { what: 'thirty days, two policies', args: MONTH },
  { what: 'thirty days, 4 more on InvocationsPerInstance', args: [...MONTH, ...BY_REQUESTS] },
  {
    what: 'thirty days, 4 more on ConcurrentRequestsPerModel',
    args: [...MONTH, ...BY_CONCURRENCY],
  },
].map(({ what, args }) => ({ what, run: () => timeNode(planned(...args), [0, 3]), took: [] }));

contestants[0]!.run();
for (let round = 0; round < rounds; round += 1) {
  for (const { run, took } of contestants) took.push(run());
}

const cpu = (index: number) => {
  const sorted = contestants[index]!.took.flatMap(({ cpuSeconds }) => cpuSeconds ?? []).toSorted(
    (a, b) => a - b,
  );
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
};
const perPolicy = (index: number) => milliseconds(((cpu(index) - cpu(1)) / 4) * 1_000);
const { date, cpu: model, cores, node } = describeMachine(new Date());
console.log(
  [
    `Measured ${date}; ${model}, ${cores} cores; Node ${node}; ${counted(rounds, 'round')}.`,
    table<(typeof contestants)[number]>(
      [
        words('', ({ what }) => what),
        figures('Took', ({ took }) => over(took, ({ wallSeconds }) => wallSeconds)),
        figures('CPU', ({ took }) => over(took, ({ cpuSeconds }) => cpuSeconds)),
      ],
      contestants,
    ),
    `A policy of thirty days by the second takes ${perPolicy(2)} of CPU where it tracks InvocationsPerInstance, and ${perPolicy(3)} where it tracks ConcurrentRequestsPerModel.`,
  ].join('\n\n'),
);
