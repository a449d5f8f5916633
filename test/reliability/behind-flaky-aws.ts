/** A scene in which the collector reaches AWS through something that can fail at a known moment. */
import { FlakyAws } from './flaky-aws.ts';
import type { LiveRun } from './live-run.ts';
import { aimedAt, startOwnStandIn } from './own-stand-in.ts';
import type { Scene } from './reliability-case.ts';

export async function behindFlakyAws(
  settings: readonly string[],
  inject: (run: LiveRun, aws: FlakyAws) => Promise<void>,
): Promise<Scene> {
  const standIn = await startOwnStandIn();
  const aws = await FlakyAws.open(standIn.url);
  return {
    settings: [...aimedAt(standIn.url, aws.url), ...settings],
    inject: (run) => inject(run, aws),
    async close() {
      await aws.close();
      await standIn.stop();
    },
  };
}
