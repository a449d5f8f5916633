/** A disk that takes nothing any more. */
import { rmSync } from 'node:fs';
import { ANSWERS_ALONE, ENDLESS } from './quick-settings.ts';
import type { ReliabilityCase } from './reliability-case.ts';
import { openSmallDisk } from './small-disk.ts';

export const DISK_CASES: readonly ReliabilityCase[] = [
  {
    fault: 'The disk is full',
    injected: 'a tmpfs of 4 MB is filled while the load runs',
    needsMount: true,
    scene: () => {
      const disk = openSmallDisk();
      return {
        out: disk.path,
        settings: [ANSWERS_ALONE, ENDLESS],
        async inject(run) {
          await run.loadedFor(3);
          run.mark();
          disk.fill();
        },
        restore: () => disk.free(),
        close: async () => disk.unmount(),
      };
    },
    expected: {
      exit: 4,
      reportExit: 3,
      status: 'inconclusive',
      ended: 'cut-off',
      checks: { 'load-delivered': 'inconclusive cut-off' },
      problems: [],
      says: ['could not be written (ENOSPC)', 'it has no recorded end'],
    },
  },
  {
    fault: 'The run directory is removed',
    injected: 'rm -r of it while the load runs, and nobody stops the run',
    scene: () => ({
      settings: [ANSWERS_ALONE, ENDLESS],
      async inject(run) {
        await run.loadedFor(3);
        run.mark();
        rmSync(run.directory!, { recursive: true });
      },
    }),
    expected: {
      exit: 4,
      reportExit: null,
      status: null,
      ended: null,
      checks: {},
      problems: [],
      says: ['could not be written (ENOENT)'],
    },
  },
];
