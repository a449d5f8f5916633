/** A target that is not there any more, in every way in which that can be. */
import { FlakyTarget } from './flaky-target.ts';
import type { LiveRun } from './live-run.ts';
import { aimedAt, startOwnStandIn } from './own-stand-in.ts';
import { ANSWERS_ALONE, ENDLESS, holdFor } from './quick-settings.ts';
import { type Outcome, type ReliabilityCase, refused, type Scene } from './reliability-case.ts';

export const TARGET_CASES: readonly ReliabilityCase[] = [
  {
    fault: 'The target refuses connections',
    injected: 'it stops listening while the load runs, for good',
    scene: () => scene([ENDLESS], (target) => target.goAway()),
    expected: lost('transport error'),
  },
  {
    fault: 'The target hangs',
    injected: 'it takes connections and requests and answers none, for good',
    scene: () => scene([ENDLESS, 'engines.replay.timeoutMs=2000'], async (target) => target.hang()),
    expected: lost('timeout'),
  },
  {
    fault: 'The target resets',
    injected: 'every connection is reset, for good',
    scene: () => scene([ENDLESS], async (target) => target.reset()),
    expected: lost('transport error'),
  },
  {
    fault: 'The target goes away and comes back',
    injected: 'it refuses connections for two seconds of load',
    scene: () => scene([holdFor(12)], goAndComeBack),
    expected: {
      exit: 1,
      reportExit: null,
      status: 'fail',
      ended: 'completed',
      checks: { errors: 'fail too-many-errors' },
      problems: [],
      says: ['failed in transport: check that the target accepts connections.'],
    },
  },
  {
    fault: 'The name of the target cannot be resolved',
    injected: 'the target is at a name under .invalid',
    scene: async () => {
      const standIn = await startOwnStandIn();
      const settings = aimedAt('http://target.invalid', standIn.url);
      return { settings, close: () => standIn.stop() };
    },
    expected: refused('http://target.invalid'),
  },
];

async function goAndComeBack(target: FlakyTarget, run: LiveRun): Promise<void> {
  await target.goAway();
  await run.until('two seconds of refusals', ({ load }) => {
    const refusals = load.filter(
      (event) => event.type === 'sample' && (event.outcomes.network ?? 0) > 0,
    );
    return refusals.length >= 2;
  });
  await target.comeBack();
}

async function scene(
  settings: readonly string[],
  breakIt: (target: FlakyTarget, run: LiveRun) => Promise<void>,
): Promise<Scene> {
  const standIn = await startOwnStandIn();
  const target = await FlakyTarget.open(standIn.url);
  return {
    settings: [...aimedAt(target.url, standIn.url), ANSWERS_ALONE, ...settings],
    async inject(run) {
      await run.loadedFor(3);
      run.mark();
      await breakIt(target, run);
    },
    async close() {
      await target.close();
      await standIn.stop();
    },
  };
}

function lost(how: string): Outcome {
  return {
    exit: 1,
    reportExit: null,
    status: 'fail',
    // By the rule on errors.
    ended: 'aborted',
    checks: {
      'load-delivered': 'inconclusive aborted',
      errors: 'fail target-lost',
      'no-flapping': 'inconclusive target-lost',
    },
    problems: [],
    says: ['The target stopped answering after', how],
  };
}
