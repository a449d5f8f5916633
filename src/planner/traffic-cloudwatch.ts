/** Traffic as CloudWatch counted it: the variant's Invocations of the last days. */
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { type Failure, toFailure } from '../collector/failure.ts';
import { fetchMetrics } from '../collector/metrics/fetch-metrics.ts';
import { variantDimensions } from '../collector/metrics/variant-metrics.ts';
import { counted, watched } from '../collector/metrics/watched-metric.ts';
import { dayAndTime } from '../format/numbers.js';
import { UserError } from '../input/user-error.ts';
import type { Watch } from '../scenario/schema.ts';
import type { Traffic } from './traffic.ts';

const DAY_MS = 86_400_000;
/** How long CloudWatch keeps periods of a length ("Metrics retention", AWS documentation). */
const KEPT: readonly { readonly days: number; readonly periodSeconds: number }[] = [
  { days: 15, periodSeconds: 60 },
  { days: 63, periodSeconds: 300 },
  { days: 455, periodSeconds: 3_600 },
];
export const MAX_CLOUDWATCH_DAYS = 400;

/**
 * @param days 1..400
 * @throws UserError when CloudWatch has nothing, or does not answer
 */
export async function readCloudWatchTraffic(
  client: CloudWatchClient,
  watch: Watch,
  days: number,
  nowMs: number,
): Promise<Traffic> {
  const { periodSeconds } = KEPT.find((each) => days <= each.days) ?? KEPT.at(-1)!;
  const periodMs = periodSeconds * 1_000;
  // The current period is not over, and the one before may not be published.
  const endMs = (Math.floor(nowMs / periodMs) - 1) * periodMs;
  const startMs = endMs - Math.ceil((days * DAY_MS) / periodMs) * periodMs;
  const source = {
    service: 'sagemaker',
    namespace: 'AWS/SageMaker',
    dimensions: variantDimensions(watch),
    periodSeconds,
  } as const;
  const metric = watched(source, counted('Invocations'));
  const { readings, incomplete } = await fetchMetrics(client, [metric], { startMs, endMs }).catch(
    (cause: unknown) => {
      throw unread(toFailure(cause), watch, cause);
    },
  );
  const of = `Invocations of ${watch.endpointName}, variant ${watch.variantName}, in ${watch.region}`;
  if (incomplete !== null) {
    throw new UserError(`CloudWatch returned only a part of ${of} (${incomplete}); try again.`);
  }
  const counts = new Map(readings.map(({ timestampMs, value }) => [timestampMs, value]));
  const first = Math.min(...counts.keys());
  if (counts.size === 0) {
    throw new UserError(
      `CloudWatch has no ${of} in the last ${days} days; check watch.endpointName, watch.variantName and watch.region, or name other traffic with --traffic.`,
    );
  }
  const phases = [];
  const missing: number[] = [];
  for (let atMs = first; atMs < endMs; atMs += periodMs) {
    const count = counts.get(atMs);
    if (count === undefined) missing.push(atMs);
    const rps = (count ?? 0) / periodSeconds;
    phases.push({ name: 'period', durationSeconds: periodSeconds, startRps: rps, endRps: rps });
  }
  return {
    source: `CloudWatch, Invocations of ${watch.endpointName}`,
    startMs: first,
    phases,
    arrivals: 'random',
    counts: 'counted',
    timeCompression: 1,
    scale: 1,
    caveats: [
      ...(missing.length === 0 ? [] : [gapSentence(missing, periodSeconds)]),
      ...(first > startMs
        ? [`CloudWatch has nothing before ${dayAndTime(first)} UTC; the plan begins there.`]
        : []),
      ...(periodSeconds > 60
        ? [
            `CloudWatch keeps minutes for 15 days: beyond, periods of ${periodSeconds / 60} minutes hide shorter bursts.`,
          ]
        : []),
    ],
  };
}

const NEXT: Readonly<Record<Failure['kind'], string>> = {
  denied:
    'set AWS_PROFILE or log in, and allow cloudwatch:GetMetricData (`npx scaleproof iam SCENARIO` has the policy)',
  throttled: 'wait a minute and try again',
  unreachable: 'check network and Region',
  'not-found': 'check watch.endpointName and watch.region',
  server: 'try again',
  invalid: 'check watch.endpointName, watch.variantName and watch.region',
};

function unread({ kind, message }: Failure, { region }: Watch, cause: unknown): UserError {
  return new UserError(
    `--traffic cloudwatch: CloudWatch in ${region} gave no Invocations (${message}); ${NEXT[kind]}.`,
    { cause },
  );
}

function gapSentence(missing: readonly number[], periodSeconds: number): string {
  const [first] = missing;
  const times = missing.length === 1 ? 'period has' : 'periods have';
  return `${missing.length} ${times} no datapoint, the first at ${dayAndTime(first!)} UTC (of ${periodSeconds} s each); they are planned as no requests, as idle variants publish nothing.`;
}
