/** Judges the share of throttled requests, counted by callers and by CloudWatch. */
import type { Analysis } from '../../analysis/analyse.ts';
import { metricOverLoad } from '../../analysis/metric-over-load.ts';
import type { Span } from '../../analysis/span.ts';
import { worstSeconds, worstShare } from '../../analysis/worst-stretch.ts';
import { count, counted, percent } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import { defineCheck, resultsWith } from './definition.ts';
import { OPEN_DATAPOINTS, openDatapoints } from './open-datapoints.ts';

const { reasons, passed, failed, inconclusive, notAsked } = resultsWith({
  ...OPEN_DATAPOINTS,
  'no-samples': { status: 'inconclusive', retryable: true, restsOn: { load: true } },
  // The target itself throttles them.
  'too-many-throttled': { status: 'fail', stands: 'always' },
});

export const throttles = defineCheck({
  id: 'throttles',
  expectation: 'throttles',
  title: 'Throttles stayed rare',
  question: 'How many requests were throttled?',
  group: 'scaling',
  dataFrom: 'either',
  dependsOn: ({ serving }) => (serving.kind === 'serverless' ? ['metrics'] : []),
  lastEvidence: ({ record, serving }) => {
    const { watch } = record.manifest.scenario;
    const isCountedByAws =
      watch !== 'none' && (watch.functionName || serving.kind === 'serverless');
    return isCountedByAws ? 'metrics' : 'load';
  },
  headline: {
    failed: 'Too many throttles',
    remark: ({ observedValue }) => `${percent(observedValue?.value ?? 0)} throttled`,
  },
  reasons,
  judge,
});

interface Count {
  readonly throttled: number;
  readonly of: number;
  readonly who: string;
  /** Where most were throttled beyond that share. */
  readonly worst: (maxShare: number) => Span | null;
}

/** Two counts agree within this share of the larger one: period edges and retries blur them. */
const AGREEMENT = 0.02;

/**
 * Uses every count there is: the caller's, and CloudWatch's for each service that can throttle. The
 * largest share decides, because each count misses some: a retry on the way hides a throttle from the
 * caller, a gateway's throttle is not in the function's count, and a throttle by a serverless endpoint
 * reaches the function's caller as a function error.
 */
function judge(analysis: Analysis) {
  const { expect, totals, evidence, loadSpan } = analysis;
  if (expect.throttles === undefined) return notAsked('throttles');
  const { maxShare } = expect.throttles;
  const limit = { limit: `at most ${percent(maxShare)}`, limitValue: quantity(maxShare, 'share') };
  const byAws = [ofFunction(analysis), ofEndpoint(analysis)].filter((one) => one !== null);
  const byClient: Count | null =
    totals.completed === 0
      ? null
      : {
          throttled: totals.outcomes.throttled ?? 0,
          of: totals.completed,
          who: 'the client',
          worst: (maxShare) =>
            worstSeconds(
              evidence.seconds,
              ({ outcomes, completed }) => (outcomes.throttled ?? 0) - maxShare * completed,
            ),
        };
  const counts = [byClient, ...byAws.map(({ count }) => count)].filter((one) => one !== null);
  const worst = counts.toSorted((left, right) => shareOf(right) - shareOf(left))[0];
  if (worst === undefined) {
    return inconclusive('no-samples', {
      observed: 'no request completed',
      ...limit,
      message: 'No request completed and CloudWatch has no counts, so throttles are unknown.',
      when: loadSpan,
      n: 0,
    });
  }
  const details = {
    observed: counts.map(inWords).join('; '),
    observedValue: quantity(shareOf(worst), 'share'),
    ...limit,
    when: loadSpan,
    n: Math.round(worst.of),
  };
  const isWatched = analysis.serving.kind !== 'unwatched';
  const agreement = isWatched
    ? agreementInWords(byClient, byAws[0]?.count ?? null)
    : 'The client alone counted.';
  if (shareOf(worst) > maxShare) {
    return failed('too-many-throttled', {
      ...details,
      when: worst.worst(maxShare) ?? loadSpan,
      message: `${percent(shareOf(worst))} of requests were throttled, as counted by ${worst.who}; the limit is ${percent(maxShare)}. ${agreement} Raise the concurrency (it takes requests per second x seconds per request), or make each request faster.`,
    });
  }
  const open = byAws.map((one) => one.open).find((one) => one !== null);
  if (open != null) return inconclusive(open.reason, { ...details, message: open.message });
  return passed({ ...details, message: `Throttles stayed within the budget. ${agreement}` });
}

interface AwsCount {
  readonly count: Count;
  readonly open: ReturnType<typeof openDatapoints>;
}

function ofFunction(analysis: Analysis): AwsCount | null {
  const served = sumOf(analysis, 'lambda', 'Invocations');
  const refused = sumOf(analysis, 'lambda', 'Throttles');
  const throttled = refused?.sum ?? 0;
  const of = (served?.sum ?? 0) + throttled;
  if (of === 0) return null;
  const open = served === null ? null : openDatapoints('Invocations', served);
  const worst = (maxShare: number) => {
    const points = refused?.points ?? [];
    return worstShare(points, [...points, ...(served?.points ?? [])], maxShare);
  };
  return { count: { throttled, of, who: 'Lambda', worst }, open };
}

/** Only a serverless endpoint has a concurrency limit. */
function ofEndpoint(analysis: Analysis): AwsCount | null {
  if (analysis.serving.kind !== 'serverless') return null;
  const invocations = sumOf(analysis, 'sagemaker', 'Invocations');
  if (invocations === null || invocations.sum === 0) return null;
  const refusals = sumOf(analysis, 'sagemaker', 'Invocation4XXErrors');
  const refused = refusals?.sum ?? 0;
  // The count includes requests that the container rejected as bad; the client counts those.
  const throttled = Math.max(0, refused - (analysis.totals.outcomes['client-error'] ?? 0));
  const of = Math.max(invocations.sum, throttled);
  const who = 'the endpoint (Invocation4XXErrors)';
  const worst = (maxShare: number) =>
    worstShare(refusals?.points ?? [], invocations.points, maxShare);
  return { count: { throttled, of, who, worst }, open: openDatapoints('Invocations', invocations) };
}

function sumOf({ evidence, loadSpan }: Analysis, service: 'lambda' | 'sagemaker', metric: string) {
  return metricOverLoad(evidence.series, loadSpan, service, metric, 'Sum');
}

function shareOf({ throttled, of }: Count): number {
  return throttled / of;
}

function inWords(one: Count): string {
  return `${one.who}: ${count(one.throttled)} of ${count(one.of)} (${percent(shareOf(one))})`;
}

function agreementInWords(client: Count | null, aws: Count | null): string {
  if (aws === null) return 'CloudWatch has no count to compare with the client’s.';
  if (client === null) return 'The client has no count to compare with CloudWatch’s.';
  const difference = Math.abs(client.throttled - aws.throttled);
  const larger = Math.max(client.throttled, aws.throttled);
  return difference <= Math.max(1, AGREEMENT * larger)
    ? `The client and CloudWatch agree (${count(client.throttled)} and ${count(aws.throttled)}).`
    : `The client counted ${count(client.throttled)} and CloudWatch ${count(aws.throttled)}, a difference of ${counted(difference, 'request')}.`;
}
