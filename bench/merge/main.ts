/**
 * `npm run bench:merge`: how long `scaleproof import` takes to merge and judge an hour of 200 workers at 250,000
 * requests/s together, and how much memory. Takes two minutes and 1.5 GB of disk; see docs/benchmarks.md.
 */
import { mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadSeconds } from '../../src/analysis/load-seconds.ts';
import { count, figure } from '../../src/format/numbers.js';
import { DISTRIBUTION_FILE, type Distribution } from '../../src/record/distribution.ts';
import { loadEventSchema } from '../../src/record/load-events.ts';
import { parseLines } from '../../src/record/read.ts';
import { describeMachine } from '../machine.ts';
import { figures, renderSpread, spread, table, words } from '../table.ts';
import { type Measured, measureProcess } from './measure-process.ts';
import { draw, writeWorker } from './write-workers.ts';

const { values } = parseArgs({
  options: {
    workers: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '3600' },
    rps: { type: 'string', default: '1250' },
    rounds: { type: 'string', default: '3' },
    folder: { type: 'string', default: tmpdir() },
  },
});
const [workers, seconds, rps, rounds] = [
  values.workers,
  values.seconds,
  values.rps,
  values.rounds,
].map(Number) as [number, number, number, number];

const SETTINGS = [
  'scaleproof.standIn=',
  'scaleproof.watch=none',
  'target=http://127.0.0.1:1',
  'scaleproof.expect.accuracy.minShare=0.9',
  `scaleproof.expect.reachedRate={ rps: ${workers * rps}, holdSeconds: 60, minInstances: 1 }`,
].flatMap((setting) => ['--set', setting]);

const distribution: Distribution = {
  schemaVersion: 1,
  id: 'bench',
  createdAtMs: 1_800_000_000_000,
  platform: 'fargate',
  engine: 'artillery',
  workers,
  rpsPerWorker: rps,
  arguments: ['wine', '--env', 'local', ...SETTINGS],
  systemId: 'wine',
  seed: 1,
  phases: [
    { name: 'hold', durationSeconds: seconds, startRps: workers * rps, endRps: workers * rps },
  ],
  startAtMs: 1_800_000_000_000,
  samples: '/samples',
};

const BYTES_PER_SECOND = 2_100;
const free = statfsSync(values.folder);
if (free.bavail * free.bsize < 2 * workers * seconds * BYTES_PER_SECOND) {
  throw new Error(`${values.folder} has too little room; name another place with --folder`);
}
const folder = mkdtempSync(join(values.folder, 'bench-merge-'));
try {
  const drawn = draw(rps);
  let [bytes, requests] = [0, 0];
  for (let worker = 1; worker <= workers; worker += 1) {
    const written = writeWorker(folder, distribution, worker, drawn);
    bytes += written.bytes;
    requests += written.requests;
  }
  writeFileSync(join(folder, DISTRIBUTION_FILE), JSON.stringify(distribution));
  const out = join(folder, 'out');
  const took: Measured[] = [];
  for (let round = 0; round < rounds; round += 1) {
    rmSync(out, { recursive: true, force: true });
    took.push(
      await measureProcess(['bin/scaleproof.js', 'import', folder, '--out', out, '--quiet']),
    );
  }
  const plain = plainSeconds(join(folder, 'worker-0001.ndjson')) * workers;
  const over = (of: (one: Measured) => number) => renderSpread(spread(took.map(of)), figure);
  const { date, cpu, cores, node } = describeMachine(new Date());
  console.log(
    [
      `Measured ${date}; ${cpu}, ${cores} cores; Node ${node}; ${count(workers)} workers x ${count(seconds)} s, ${count(requests)} requests, ${figure(bytes / 1e6)} MB; ${rounds} rounds.`,
      table<readonly [string, (one: Measured) => number]>(
        [words('', ([what]) => what), figures('`scaleproof import`', ([, of]) => over(of))],
        [
          ['Took, s', ({ wallSeconds }) => wallSeconds],
          ['CPU, s', ({ cpuSeconds }) => cpuSeconds],
          ['Peak memory, MB', ({ peakBytes }) => peakBytes / 1e6],
        ],
      ),
      `One worker's file parsed by its schema, and its sketches unpacked and merged one by one, would take ${figure(plain)} s of CPU for all.`,
    ].join('\n\n'),
  );
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}

/** What reading a run does with the file of one worker. */
function plainSeconds(file: string): number {
  const before = process.cpuUsage();
  loadSeconds(parseLines(readFileSync(file, 'utf8'), loadEventSchema).events);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
