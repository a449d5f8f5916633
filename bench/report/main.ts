/**
 * `npm run bench:report`: how long `scaleproof report` takes on a run of an hour at 1,000 requests/s,
 * how large its page is, and how long a browser takes to open it. Takes half a minute; see docs/benchmarks.md.
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
import { figures, renderSpread, spread, table, words } from '../table.ts';
import { writeHourRun } from './hour-run.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const rounds = Number(values.rounds);

const directory = mkdtempSync(join(tmpdir(), 'bench-report-'));
try {
  const { samples, observations } = writeHourRun(directory);
  const bare: Took[] = [];
  const report: Took[] = [];
  const opened = openings(join(directory, 'report.html'), directory).map((opening) => ({
    ...opening,
    took: [] as Took[],
  }));
  for (let round = 0; round < rounds; round += 1) {
    bare.push(timeNode(['-e', '0']));
    report.push(timeNode(['bin/scaleproof.js', 'report', directory]));
    for (const { run, took } of opened) took.push(run());
  }
  const { date, cpu, cores, node } = describeMachine(new Date());
  console.log(
    [
      `Measured ${date}; ${cpu}, ${cores} cores; Node ${node}; ${count(samples)} samples, ${count(observations)} observations; ${rounds} rounds.`,
      table<readonly [string, readonly Took[]]>(
        [
          words('', ([what]) => what),
          figures('Took', ([, took]) => over(took, ({ wallSeconds }) => wallSeconds)),
          figures('CPU', ([, took]) => over(took, ({ cpuSeconds }) => cpuSeconds)),
        ],
        [
          ['`node -e 0`', bare],
          ['`scaleproof report`', report],
          ...opened.map(({ what, took }) => [what, took] as const),
        ],
      ),
      `A report takes ${ratio()} times as long as a bare start. Its page is ${figure(statSync(join(directory, 'report.html')).size / 1_000)} KB.`,
    ].join('\n\n'),
  );
  function ratio(): string {
    const times = report.map(({ wallSeconds }, round) => wallSeconds / bare[round]!.wallSeconds);
    return renderSpread(spread(times), figure);
  }
} finally {
  rmSync(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}
