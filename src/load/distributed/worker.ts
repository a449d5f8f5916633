/**
 * One worker of a distributed load: its number, when it starts, and where its samples go. What all workers share
 * travels in the script; a worker's own part comes from its environment, or is agreed on in S3.
 */
import type { S3Place } from '../../aws/s3-place.ts';
import { isS3Url } from '../../aws/s3-url.ts';
import { UserError } from '../../input/user-error.ts';
import type { Distribution } from '../../record/distribution.ts';
import { IN_LOG } from '../../record/worker-samples.ts';
import { agreeOnStart, claimNumber } from './meeting-place.ts';
import { openSampleSink, type SampleSink } from './sample-sink.ts';

export interface DistributedWorker {
  /** 1..workers. */
  readonly number: number;
  readonly samples: SampleSink;
  /** The folder of the samples; null where they are in no folder. */
  readonly folder: string | null;
  /**
   * To be called when this worker could start at once.
   * @returns epoch ms, possibly past
   * @throws UserError when others were not ready in time
   */
  agreeOnStart(signal: AbortSignal): Promise<number>;
}

/** @param region of the target; the bucket may be elsewhere. @throws UserError */
export async function joinDistribution(
  distribution: Distribution,
  region: string,
  env: NodeJS.ProcessEnv,
): Promise<DistributedWorker> {
  const { workers, samples } = distribution;
  const place = isS3Url(samples) ? await openPlace(samples, region, env) : null;
  const given = numberFrom(env, workers);
  if (given === null && place === null) {
    throw new UserError(
      `SCALEPROOF_WORKER: expected this worker's number, 1 to ${workers}, found none; set it, or leave the samples in S3, where workers claim one.`,
    );
  }
  const number = given ?? (await claimNumber(place!, distribution));
  return {
    number,
    samples: openSampleSink(samples, number, place),
    folder: place === null && samples !== IN_LOG ? samples : null,
    async agreeOnStart(signal) {
      const known = startFrom(env) ?? distribution.startAtMs;
      if (known !== null) return known;
      if (place !== null) return agreeOnStart(place, { number, workers, signal });
      throw new UserError(
        'SCALEPROOF_START_AT: expected the agreed start in epoch milliseconds, found none; set it to one moment for all workers.',
      );
    },
  };
}

/** Loaded here: a load that leaves its samples elsewhere must not wait for the client. */
async function openPlace(url: string, region: string, env: NodeJS.ProcessEnv): Promise<S3Place> {
  const { openS3Place } = await import('../../aws/s3-place.ts');
  return openS3Place(url, region, env);
}

function numberFrom({ SCALEPROOF_WORKER: text }: NodeJS.ProcessEnv, workers: number) {
  if (text === undefined || text === '') return null;
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= workers) return number;
  throw new UserError(
    `SCALEPROOF_WORKER: expected a whole number from 1 to ${workers}, found "${text}"; correct it.`,
  );
}

function startFrom({ SCALEPROOF_START_AT: text }: NodeJS.ProcessEnv): number | null {
  if (text === undefined || text === '') return null;
  if (/^\d{13}$/.test(text)) return Number(text);
  throw new UserError(
    `SCALEPROOF_START_AT: expected epoch milliseconds (13 digits), found "${text}"; correct it.`,
  );
}
