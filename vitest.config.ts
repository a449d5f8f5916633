import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Whole runs with real processes share two cores with nothing else: one file at a time keeps
    // what they measure their own.
    fileParallelism: false,
    // Of tests that may run side by side, and each start processes of their own.
    maxConcurrency: 3,
    testTimeout: 30_000,
    env: { ARTILLERY_DISABLE_TELEMETRY: 'true' },
  },
});
