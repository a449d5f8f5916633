import { defineConfig } from 'vitest/config';

const inFolders = (...folders: string[]) => folders.map((folder) => `test/${folder}/**/*.test.ts`);

/** Their tests start no process and measure nothing: they may share the cores. */
const PURE = inFolders(
  'analysis',
  'cost',
  'dataset',
  'format',
  'iam',
  'matrix',
  'report',
  'scenario',
  'systems',
  'verdict',
);

/** Real processes whose timing is what is tested: they have the machine for themselves. */
const MEASURED = [...inFolders('load'), 'test/cli/run.test.ts'];

/** Everything else runs real processes too, and mostly waits for them; how fast does not matter. */
export default defineConfig({
  test: {
    testTimeout: 30_000,
    env: { ARTILLERY_DISABLE_TELEMETRY: 'true' },
    projects: [
      {
        extends: true,
        test: { name: 'pure', include: PURE, sequence: { groupOrder: 0 } },
      },
      {
        extends: true,
        test: {
          name: 'patient',
          include: ['test/**/*.test.ts'],
          exclude: [...PURE, ...MEASURED],
          maxWorkers: 4,
          maxConcurrency: 2,
          testTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'measured',
          include: MEASURED,
          fileParallelism: false,
          // Of tests that may run side by side, and each start processes of their own.
          maxConcurrency: 3,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
