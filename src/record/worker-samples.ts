/** How the samples of a distributed load's workers are named, wherever they are left. */

/** In a distribution's `samples`: each worker writes its lines to its own log. */
export const IN_LOG = 'log';

/** Before each line in a log, which may put anything before it. */
export const LOG_MARKER = 'scaleproof-samples ';

/** For example `worker-0003`. */
export function samplesName(worker: number): string {
  return `worker-${String(worker).padStart(4, '0')}`;
}

export function samplesFile(worker: number): string {
  return `${samplesName(worker)}.ndjson`;
}

/** Where nothing can be appended to: parts from 1 in the order of their numbers, without gaps. */
export function samplesPart(worker: number, part: number): string {
  return `${samplesName(worker)}/${String(part).padStart(6, '0')}.ndjson`;
}
