import { defineConfig } from 'vitest/config';

/** Folders whose tests start no process and measure nothing: they may share the cores. */
const PURE = [
  'analysis',
  'cost',
  'dataset',
  'iam',
  'matrix',
  'report',
  'scenario',
  'systems',
  'verdict',
].map((folder) => `test/${folder}/**/*.test.ts`);

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
          name: 'processes',
          include: ['test/**/*.test.ts'],
          exclude: PURE,
          // Whole runs with real processes share two cores with nothing else: one file at a time
          // keeps what they measure their own.
          fileParallelism: false,
          // Of tests that may run side by side, and each start processes of their own.
          maxConcurrency: 3,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
