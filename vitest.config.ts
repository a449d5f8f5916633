import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

// Hundreds of processes start here, and what they load is compiled once: that halves the CPU time of
// a start. The folder is the one that Node itself would choose.
process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'node-compile-cache');

const all = (...folders: string[]) => folders.map((folder) => `test/${folder}/**/*.test.ts`);
const some = (folder: string, ...names: string[]) =>
  names.map((name) => `test/${folder}/${name}.test.ts`);

/** They open no socket, start no process and wait for nothing. */
const PURE = [
  'test/*.test.ts',
  ...all('analysis', 'collector/metrics', 'dataset', 'format', 'iam', 'record', 'run'),
  ...some('input', '!(read-text)'),
  ...all('planner', 'scenario', 'simulation'),
  ...some('samples', '!(bucket)'),
  ...some('aws', 'credential-keeper', 'signer', 'target-tracking'),
  ...some('capacity', '!(commands|policy-text|scipy*)'),
  ...some('check', 'check-status', 'confusion', 'in-order', 'mostly-correct', 'render'),
  ...some(
    'collector',
    'clock-offset',
    'datapoint-book',
    'decision-watch',
    'function-settings',
    'poller',
    'settling',
    'shape',
  ),
  ...some('cost', '!(prices)'),
  ...some('distribute', 'prepare', 'worker-count'),
  ...some('doctor', 'load', 'policy', 'quotas', 'render', 'small-items', 'target-value'),
  ...some('history', '!(processes)', 'nights/*'),
  ...some('load', 'answer-tally', 'failing-responses', 'k6-parts', 'k6-read-worker', 'plan'),
  ...some('load', 'server-clock', 'tally'),
  ...some('recordings', 'anonymize', 'files', 'replay'),
  ...some('reliability', 'table'),
  ...some('report', '!(*browser)'),
  ...all('samples/tools'),
  ...some('statistics', '!(otava|scipy)'),
  ...some('systems', '!(external-system)'),
  ...some('ui', 'pace', 'page-state', 'run-page'),
  ...some('verdict/**', '!(nightly-script)'),
];

/** Pure as well, but whole runs in virtual time, of which each computes for a second. */
const LAB = [...all('matrix'), ...some('recordings', 'replayed', 'same-analysis')];

/** The load engines themselves. */
const ENGINES = all('load');

/** Minutes of real processes, broken in every way or run through from end to end: only `npm run test:all`. */
const LONG = [
  ...some('reliability', 'aws', 'processes-and-disk', 'target'),
  ...some('cli', 'abort'),
  ...some('distribute', 'artillery-files', 'faults', 'killed', 'through-s3'),
  ...some('load', 'k6-command'),
  ...some('local', 'hop-counts', 'botocore/botocore'),
  ...some('security', 'no-secrets'),
  ...some('ui', 'whole-run'),
];

/** They say again, of several whole runs or of a whole installation, what other tests say of parts or of one. */
const AT_LENGTH = [
  ...some('cli', 'habits', 'retries', 'unwatched'),
  ...some('examples', 'ci'),
  ...some('install', 'consumer', 'left-out'),
  ...some('load', 'many-workers'),
  ...some('matrix', 'decided', 'raise-maximum', 'recommend', 'worlds'),
  ...some('reliability', 'throttled-half'),
  ...some('security', 'fuzz-run', 'fuzz-scenarios', 'own-headers'),
  ...some('systems', 'external-system'),
  ...some('ui', 'command'),
];

/**
 * Chance, of which `npm test` takes a little and this ten times as much, with the above: only `npm run
 * test:all`, which CI does not wait for.
 */
const RARE = [
  ...AT_LENGTH,
  ...some('local', 'fuzz'),
  ...some('matrix', 'calibrate'),
  ...some('security', 'fuzz-inputs'),
];

/** In this order; vitest wants projects of one group to agree on their workers. */
function project(
  name: string,
  order: number,
  test: NonNullable<TestProjectInlineConfiguration['test']>,
): TestProjectInlineConfiguration {
  return { extends: true, test: { name, sequence: { groupOrder: order }, ...test } };
}

/** Work for every core; left to itself, vitest would leave one of them to its own process. */
const COMPUTING = { maxWorkers: '100%', isolate: false } as const;
/** They wait for processes and sockets most of the time, and do not ask how fast those are. */
const WAITING = { maxWorkers: 5, maxConcurrency: 3 } as const;

export default defineConfig({
  test: {
    // A guard against what hangs: a busy machine may need this long for a second of computing.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    provide: { fuzzTimes: 1 },
    env: { ARTILLERY_DISABLE_TELEMETRY: 'true' },
    projects: [
      project('pure', 0, { include: PURE, ...COMPUTING }),
      project('lab', 0, { include: LAB, exclude: AT_LENGTH, ...COMPUTING }),
      project('loopback', 1, {
        include: ['test/**/*.test.ts'],
        exclude: [...PURE, ...LAB, ...ENGINES, ...LONG, ...AT_LENGTH],
        ...WAITING,
      }),
      // Two files at a time: what sends a load should not wait for cores that our other tests keep.
      project('engines', 2, {
        include: ENGINES,
        exclude: [...PURE, ...LONG, ...AT_LENGTH],
        ...WAITING,
        maxWorkers: 2,
      }),
      project('long', 3, {
        include: LONG,
        testTimeout: 600_000,
        ...WAITING,
        maxWorkers: 4,
        maxConcurrency: 2,
      }),
      project('rare', 4, {
        include: RARE,
        provide: { fuzzTimes: 10 },
        testTimeout: 600_000,
        ...WAITING,
        maxWorkers: 2,
      }),
    ],
  },
});
