/** What no number of workers could send from somewhere else. Pure. */
import { isLoopback } from '../aws/credentials.ts';
import { UserError } from '../input/user-error.ts';
import type { WorkerPlatform } from '../record/distribution.ts';
import type { Engine } from '../scenario/engine-names.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';

/** The engines that run on a platform, the default first. */
export const ENGINES_ON: Readonly<Record<WorkerPlatform, readonly Engine[]>> = {
  'k6-operator': ['k6'],
  fargate: ['artillery'],
  lambda: ['artillery'],
  processes: ['artillery', 'k6'],
};

/** @throws UserError for an engine that the platform does not run */
export function engineOn(platform: WorkerPlatform, asked: Engine | undefined): Engine {
  const engines = ENGINES_ON[platform];
  if (asked === undefined || engines.includes(asked)) return asked ?? engines[0]!;
  throw new UserError(
    `--on ${platform} runs ${engines.join(' or ')}, not ${asked}; leave out --engine, or choose another --on.`,
  );
}

/** @throws UserError for a load that these workers cannot send */
export function refuseImpossible(
  { engine, way, environment, standIn, target, watch }: ResolvedScenario,
  platform: WorkerPlatform,
  role: string | undefined,
): void {
  if (engine === 'k6' && way !== 'http') {
    throw new UserError(
      `k6 cannot sign requests and supports only --way http, but this scenario uses way "${way}"; use --way http, or --on fargate.`,
    );
  }
  if (role !== undefined && platform !== 'fargate' && platform !== 'lambda') {
    throw new UserError(
      `--worker-role names an IAM role, which workers have with --on fargate and --on lambda only; leave it out.`,
    );
  }
  if (platform === 'processes') {
    if (standIn === null) return;
    throw new UserError(
      `Environment "${environment}" starts a stand-in of its own for each run, which processes cannot know; start one with \`npx scaleproof local\`, and add --set scaleproof.standIn=, --set target=URL and --set scaleproof.watch.endpointUrl=URL.`,
    );
  }
  const isLocal =
    standIn !== null ||
    isLoopback(target) ||
    (watch?.endpointUrl !== undefined && isLoopback(watch.endpointUrl));
  if (!isLocal) return;
  throw new UserError(
    `Environment "${environment}" ${standIn === null ? 'is on this machine' : 'starts a stand-in on this machine'}, which workers elsewhere cannot reach; use another --env, or --on processes.`,
  );
}
