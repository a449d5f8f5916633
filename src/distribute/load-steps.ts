/** The commands that every platform has: send the load while AWS is watched, fetch the samples, judge. Pure. */
import { shellWord } from '../format/shell-word.ts';
import { buildPlan } from '../load/plan.ts';
import type { Distribution } from '../record/distribution.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';
import type { Step } from './prepared.ts';

export interface LoadSteps {
  readonly scenario: ResolvedScenario;
  readonly distribution: Distribution;
  /** Returns when the load is over. */
  readonly load: Step;
  readonly fetch: readonly Step[];
  /** Where the samples are by then: a folder or `s3://`. */
  readonly from: string;
}

/** Of a distribution's folder. */
export const SAMPLES_FOLDER = 'samples';

/** `inconclusive`: nobody knows yet what the callers saw. */
const AWAITS_SAMPLES = 3;
/** A verdict is an answer, whichever it is. */
const JUDGED = [1, 3];

export function stepsAround(parts: LoadSteps): Step[] {
  const { scenario, distribution, load, fetch, from } = parts;
  const imported = `npx scaleproof import ${shellWord(from)}`;
  if (scenario.watch === null) {
    return [load, ...fetch, { what: 'Judge the samples', command: imported, accepts: JUDGED }];
  }
  // Beside the distribution, not in it: all that is in there may be samples.
  const runs = `reports/${distribution.id}`;
  const { workers } = distribution;
  return [
    {
      what: `${load.what}, while AWS is watched`,
      command: [
        `npx scaleproof collect ${distribution.arguments.map(shellWord).join(' ')}`,
        `--workers ${workers} --out ${shellWord(runs)} --during ${shellWord(load.command)}`,
      ].join(' '),
      accepts: [AWAITS_SAMPLES],
    },
    ...fetch,
    {
      what: 'Judge the samples together with what AWS said',
      command: `${imported} --run ${shellWord(runs)}/*/`,
      accepts: JUDGED,
    },
  ];
}

export function loadSecondsOf({ phases }: Pick<ResolvedScenario, 'phases'>): number {
  return buildPlan(phases).durationMs / 1_000;
}
