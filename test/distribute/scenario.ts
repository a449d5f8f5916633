/** Scenarios whose target is elsewhere, and what is prepared of them without bundling anything. */
import { type Bundles, type DistributeRequest, prepare } from '../../src/distribute/prepare.ts';
import type { Prepared } from '../../src/distribute/prepared.ts';
import { resolveScenario, type ScenarioRequest } from '../../src/scenario/resolve.ts';
import type { ResolvedScenario } from '../../src/scenario/schema.ts';

const env = {
  WINE_API_URL: 'https://api.example.com',
  WINE_ENDPOINT_NAME: 'wine-prod',
  AWS_REGION: 'eu-west-1',
};

/** A ramp of five minutes to 1,000/s, then twenty of it. */
export function nightly(
  request: Partial<ScenarioRequest> = {},
  ...set: string[]
): Promise<ResolvedScenario> {
  return resolveScenario({ scenario: 'wine', environment: 'nightly', set, env, ...request });
}

/** As short as Lambda needs it. */
export const SHORT =
  'phases=[{ duration: 500, arrivalRate: 10, rampTo: 1000 }, { duration: 100, arrivalRate: 1000 }]';

const bundles: Bundles = {
  k6: async () => 'export default function () {}\n',
  engine: async (folder) => [{ path: `${folder}/engine.js`, text: '' }],
  system: async (_, path) => ({ path, text: '' }),
};

export const SAMPLES = 's3://my-bucket/loads';

export function prepared(
  request: Pick<DistributeRequest, 'scenario' | 'platform'> & Partial<DistributeRequest>,
  script?: string,
): Promise<Prepared> {
  const { platform } = request;
  const isAws = platform === 'fargate' || platform === 'lambda';
  return prepare(
    {
      out: 'distributed',
      nowMs: Date.UTC(2026, 10, 22, 8),
      chance: 'ab12',
      ...(isAws ? { samples: SAMPLES } : {}),
      ...request,
    },
    script === undefined ? bundles : { ...bundles, k6: async () => script },
  );
}

export function textOf({ files }: Prepared, path: string): string {
  const file = files.find((each) => each.path === path);
  if (file === undefined) throw new Error(`no ${path} in ${files.map((each) => each.path)}`);
  return file.text;
}
