/** Two runs that begin together and write below the same parent. */
import { temporaryDirectory } from '../cli/command.ts';
import { LiveRun } from './live-run.ts';
import { ANSWERS_ALONE, holdFor } from './quick-settings.ts';
import { passes, type ReliabilityCase } from './reliability-case.ts';

const SETTINGS = [ANSWERS_ALONE, holdFor(6)];

export const TWO_RUNS: ReliabilityCase = {
  fault: 'Two runs at once',
  injected: 'started together with the same --out; the other one must pass too',
  scene: () => {
    const out = temporaryDirectory();
    return {
      out,
      settings: SETTINGS,
      async inject(run) {
        const other = new LiveRun(SETTINGS, out);
        await run.loadedFor(2);
        run.mark();
        const { code, stdout, stderr } = await other.command.finished;
        if (code !== 0) throw new Error(`the other run ended with ${code}:\n${stdout}${stderr}`);
      },
    };
  },
  expected: passes(),
};
