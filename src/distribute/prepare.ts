/** Prepares a load for several workers: the distribution, its files and the commands, and nothing else. */
import { join } from 'node:path';
import { parseS3Url } from '../aws/s3-url.ts';
import { counted } from '../format/numbers.js';
import { shellWord } from '../format/shell-word.ts';
import { regionOf } from '../iam/resources.ts';
import { UserError } from '../input/user-error.ts';
import {
  DISTRIBUTION_FILE,
  type Distribution,
  type WorkerPlatform,
} from '../record/distribution.ts';
import { WITHHELD } from '../scenario/repeat-arguments.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';
import { type ArtilleryBundles, artilleryFiles } from './artillery-files.ts';
import { forFargate } from './fargate.ts';
import { DEFAULT_CLAIM, forK6Operator } from './k6-operator/k6-operator.ts';
import { SAMPLES_MOUNT } from './k6-operator/test-run.ts';
import { forLambda } from './lambda.ts';
import { SAMPLES_FOLDER, stepsAround } from './load-steps.ts';
import { distributionId, makeDistribution } from './make-distribution.ts';
import type { PlatformParts, Prepared } from './prepared.ts';
import { filesForProcesses, START_SCRIPT, secondsToStart } from './processes.ts';
import { refuseImpossible } from './refuse.ts';
import { countWorkers } from './worker-count.ts';

export interface DistributeRequest {
  readonly scenario: ResolvedScenario;
  readonly platform: WorkerPlatform;
  readonly workers?: number;
  readonly rpsPerWorker?: number;
  /** Absent: the platform's own. */
  readonly startInSeconds?: number;
  /** As the user said it: `s3://BUCKET/PREFIX`, or a PersistentVolumeClaim. */
  readonly samples?: string;
  /** Name of the workers' IAM role. */
  readonly role?: string;
  /** The parent of the distribution's folder. */
  readonly out: string;
  readonly nowMs: number;
  /** A few letters and digits that nobody else has. */
  readonly chance: string;
}

export interface Bundles extends ArtilleryBundles {
  k6(scenario: ResolvedScenario, distribution: Distribution): Promise<string>;
}

/** From the creation of the TestRun: nodes may have to be added, and fetch the image. */
const CLUSTER_SECONDS = 300;

/** @throws UserError (as a rejection) for what this platform cannot send */
export async function prepare(request: DistributeRequest, bundles: Bundles): Promise<Prepared> {
  const { scenario, platform, out, nowMs, chance } = request;
  refuseImpossible(scenario, platform, request.role);
  const { engine, phases } = scenario;
  const workers = countWorkers({ ...request, engine, phases });
  const id = distributionId(scenario, nowMs, chance);
  const directory = join(out, id);
  const distribution = makeDistribution(scenario, {
    id,
    platform,
    workers,
    nowMs,
    startInSeconds: fixedStart(request),
    samples: samplesOf(request, id),
  });
  const parts = await partsOf(request, { distribution, directory }, bundles);
  return {
    ...parts,
    notes: [...withheldNotes(distribution), ...parts.notes],
    files: [
      { path: DISTRIBUTION_FILE, text: `${JSON.stringify(distribution, null, 2)}\n` },
      ...parts.files,
    ],
    distribution,
    workers,
    directory,
  };
}

/** What may be secret is written nowhere. */
function withheldNotes({ arguments: given }: Distribution): string[] {
  if (!given.some((text) => text.includes(WITHHELD))) return [];
  return [
    `A value of --set may be secret, so it was not written: put it in the place of ${WITHHELD} in ${DISTRIBUTION_FILE} and in the commands.`,
  ];
}

/**
 * Null where the start is not known yet: in a cluster and for processes it counts from the command that starts them,
 * and on Fargate and Lambda, where a start takes from one minute to ten, workers agree on it once all are ready.
 */
function fixedStart({ platform, startInSeconds }: DistributeRequest): number | null {
  const isAws = platform === 'fargate' || platform === 'lambda';
  return isAws ? (startInSeconds ?? null) : null;
}

async function partsOf(
  request: DistributeRequest,
  made: Pick<Prepared, 'distribution' | 'directory'>,
  bundles: Bundles,
): Promise<PlatformParts> {
  const { scenario, platform, samples, startInSeconds } = request;
  const { role = `scaleproof-${platform}-worker` } = request;
  const { distribution, directory } = made;
  const aws = { scenario, distribution, directory, role, region: regionOf(scenario) };
  switch (platform) {
    case 'k6-operator': {
      const script = await bundles.k6(scenario, distribution);
      const claim = samples ?? DEFAULT_CLAIM;
      return forK6Operator({
        ...made,
        ...{ scenario, script, claim, startInSeconds: startInSeconds ?? CLUSTER_SECONDS },
      });
    }
    case 'fargate':
    case 'lambda': {
      // What is refused is refused before anything is bundled.
      const parts = platform === 'fargate' ? forFargate(aws) : forLambda(aws);
      const files = await artilleryFiles(scenario, distribution, bundles);
      return { ...parts, files: [...files, ...parts.files] };
    }
    case 'processes': {
      const seconds = startInSeconds ?? secondsToStart(distribution.workers);
      const files = await filesForProcesses(scenario, distribution, directory, seconds);
      const load = {
        what: `Send the load with ${counted(distribution.workers, 'process', 'processes')}`,
        command: `sh ${shellWord(`${directory}/${START_SCRIPT}`)}`,
      };
      const steps = stepsAround({ scenario, distribution, load, fetch: [], from: directory });
      return { files, steps, notes: [], permissions: [] };
    }
  }
}

/** As workers see it. @throws UserError for a place that they cannot write to */
function samplesOf({ platform, samples }: DistributeRequest, id: string): string {
  switch (platform) {
    case 'processes':
      refuseSamples(platform, samples);
      return SAMPLES_FOLDER;
    case 'k6-operator':
      if (samples === undefined || CLAIM_NAME.test(samples)) return SAMPLES_MOUNT;
      throw new UserError(
        `--samples ${samples}: with --on k6-operator, expected the name of a PersistentVolumeClaim that all pods can write to, such as ${DEFAULT_CLAIM}.`,
      );
    case 'fargate':
    case 'lambda': {
      if (samples === undefined) {
        throw new UserError(
          `Workers on ${platform === 'fargate' ? 'Fargate' : 'Lambda'} leave their samples in S3; add --samples s3://BUCKET/PREFIX with a bucket of yours.`,
        );
      }
      parseS3Url(samples);
      return `${samples.replace(/\/+$/, '')}/${id}`;
    }
  }
}

/** RFC 1123, as Kubernetes takes names. */
const CLAIM_NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

function refuseSamples(platform: WorkerPlatform, samples: string | undefined): void {
  if (samples === undefined) return;
  throw new UserError(
    `--samples ${samples}: with --on ${platform}, workers leave their samples in the folder that is prepared; leave it out.`,
  );
}
