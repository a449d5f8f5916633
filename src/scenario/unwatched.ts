/** What a scenario that watches nothing cannot ask for: what only AWS can tell. */
import type { Path } from '../input/expected.ts';
import { UserError } from '../input/user-error.ts';
import type { Way } from '../systems/contract.ts';
import type { Expectations } from './expectations.ts';
import type { ScenarioScript } from './read-scenario.ts';
import { levelOf } from './sources.ts';

type Locate = (path: Path, isMissing?: boolean) => string;

const WATCH = ['config', 'scaleproof', 'watch'];
const EXPECT = ['config', 'scaleproof', 'expect'];

/** Path below `expect` -> why it needs AWS. */
const NEEDS_AWS: readonly (readonly [path: readonly string[], why: string])[] = [
  [['scaledOut'], 'only AWS tells how many instances are in service'],
  [['reachedRate', 'minInstances'], 'only AWS tells how many instances are in service'],
  [['converged'], 'only CloudWatch has the tracked metric'],
  [['trafficShared'], 'only CloudWatch tells what each instance got'],
  [['flapping'], 'only AWS tells when the endpoint scaled'],
  [['concurrency'], 'only AWS tells the limit'],
  [['spillover'], 'only CloudWatch counts it'],
  [['coldStarts'], 'only CloudWatch, or a function invoked with way "lambda", counts them'],
];

/** One is what answers prove. */
const PROVEN_INSTANCES = 1;

/**
 * An expectation beside or over `watch: none` is a contradiction. One that `watch: none` was put over, by
 * an environment or `--set`, is inherited: its check is skipped, and every report says so.
 *
 * @throws UserError naming every such expectation
 */
export function refuseWithoutWatch({ sources, script, at }: ScenarioScript, way: Way): void {
  const { expect } = script.config.scaleproof;
  const watchLevel = levelOf(sources, WATCH);
  const lines = NEEDS_AWS.filter(([path]) => isAsked(expect, path, way))
    .map(([path, why]) => [[...EXPECT, ...path], why] as const)
    .filter(([path]) => levelOf(sources, path) >= Math.max(0, watchLevel))
    .map(
      ([path, why]) =>
        `${at(path)}: "${path.join('.')}": expected nothing that needs AWS, found ${foundIn(expect, path)}: ${why}, and ${at(WATCH)} has \`watch: none\`; remove it, or name the endpoint in "${WATCH.join('.')}".`,
    );
  if (lines.length > 0) throw new UserError(lines.join('\n'));
}

function foundIn({ reachedRate }: Expectations, path: readonly string[]): string {
  const name = path.at(-1)!;
  return name === 'minInstances' ? `${name} ${reachedRate?.minInstances}` : name;
}

function isAsked(expect: Expectations, [key, inner]: readonly string[], way: Way): boolean {
  if (tellsCallers(key!, way)) return false;
  if (inner !== undefined) return (expect.reachedRate?.minInstances ?? 0) > PROVEN_INSTANCES;
  const asked = expect[key as keyof Expectations];
  return asked !== undefined && asked !== false;
}

/** @returns whether an expectation can be judged by callers alone */
export function needsNoAws(key: string, way: Way): boolean {
  return tellsCallers(key, way) || !NEEDS_AWS.some(([path]) => path.join() === key);
}

/** Whoever invokes a function gets its log, which names a cold start. */
function tellsCallers(key: string, way: Way): boolean {
  return key === 'coldStarts' && way === 'lambda';
}

/** Nobody counts instances, so an inherited number of them is no condition of the rate. */
export function withoutInstances({ reachedRate, ...expect }: Expectations): Expectations {
  if (reachedRate === undefined) return expect;
  return { ...expect, reachedRate: { ...reachedRate, minInstances: PROVEN_INSTANCES } };
}

/** @throws UserError for a scenario that does not say what to watch */
export function refuseUnsaid(at: Locate): never {
  throw new UserError(
    `${at(WATCH, true)}: "${WATCH.join('.')}": expected a section with endpointName, or \`none\` for an API without a SageMaker endpoint, found nothing; add it.`,
  );
}

/** @throws UserError where a stand-in would play an endpoint that nobody named */
export function refuseStandIn(at: Locate): never {
  const path = ['config', 'scaleproof', 'standIn'];
  throw new UserError(
    `${at(path)}: "${path.join('.')}": expected none, found one: a stand-in plays the endpoint that "config.scaleproof.watch" names, and ${at(WATCH)} names none; remove it and set \`target\`, or name an endpoint to play.`,
  );
}
