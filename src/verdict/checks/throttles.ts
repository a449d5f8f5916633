/** Judges the share of requests that were throttled, as callers and as CloudWatch count them. */
import type { Analysis } from '../../analysis/analyse.ts';
import { metricOverLoad } from '../../analysis/metric-over-load.ts';
import { count, counted, percent } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import { defineCheck, resultsWith } from './definition.ts';
import { OPEN_DATAPOINTS, openDatapoints } from './open-datapoints.ts';

const { reasons, passed, failed, inconclusive, notAsked } = resultsWith({
  ...OPEN_DATAPOINTS,
  'no-samples': { status: 'inconclusive', restsOn: { load: true } },
  // They are the target's own refusals.
  'too-many-throttled': { status: 'fail', stands: 'always' },
});

export const throttles = defineCheck({
  id: 'throttles',
  expectation: 'throttles',
  title: 'Throttles stayed rare',
  question: 'How often was a caller turned away because too many others were being served?',
  group: 'scaling',
  toldBy: 'either',
  headline: {
    failed: 'Throttled its callers',
    remark: ({ observedValue }) => `${percent(observedValue?.value ?? 0)} throttled`,
  },
  reasons,
  judge,
});

interface Count {
  readonly throttled: number;
  readonly of: number;
  readonly who: string;
}

/** Two counts agree within this share of the larger one: periods and retries blur the edges. */
const AGREEING = 0.02;

/**
 * Counted wherever a count can be had: by the caller, and by CloudWatch for each service that can
 * turn a request away. The largest share decides: a retry on the way hides a throttle from the
 * caller, a gateway's own throttle is not in the function's count, and what a serverless endpoint
 * turned away reaches the caller of a function as an error of the function.
 */
function judge(analysis: Analysis) {
  const { expect, totals } = analysis;
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
        };
  const counts = [byClient, ...byAws.map(({ count }) => count)].filter((one) => one !== null);
  const worst = counts.toSorted((left, right) => shareOf(right) - shareOf(left))[0];
  if (worst === undefined) {
    return inconclusive('no-samples', {
      observed: 'no request ended',
      ...limit,
      message: 'No request ended and CloudWatch told nothing, so nothing is known of throttles.',
      n: 0,
    });
  }
  const finding = {
    observed: counts.map(inWords).join('; '),
    observedValue: quantity(shareOf(worst), 'share'),
    ...limit,
    n: Math.round(worst.of),
  };
  const agreement = agreementInWords(byClient, byAws[0]?.count ?? null);
  if (shareOf(worst) > maxShare) {
    return failed('too-many-throttled', {
      ...finding,
      message: `${percent(shareOf(worst))} of requests were throttled by the count of ${worst.who}, ${percent(maxShare)} are allowed. ${agreement} Raise the concurrency (needed: requests per second x seconds each takes), or shorten what each request takes.`,
    });
  }
  const open = byAws.map((one) => one.open).find((one) => one !== null);
  if (open != null) return inconclusive(open.reason, { ...finding, message: open.message });
  return passed({ ...finding, message: `Throttles stayed within the budget. ${agreement}` });
}

interface AwsCount {
  readonly count: Count;
  readonly open: ReturnType<typeof openDatapoints>;
}

function ofFunction(analysis: Analysis): AwsCount | null {
  const served = sumOf(analysis, 'lambda', 'Invocations');
  const throttled = sumOf(analysis, 'lambda', 'Throttles')?.sum ?? 0;
  const of = (served?.sum ?? 0) + throttled;
  if (of === 0) return null;
  const open = served === null ? null : openDatapoints('Invocations', served);
  return { count: { throttled, of, who: 'Lambda' }, open };
}

/** Only a serverless one has a limit of requests at once. */
function ofEndpoint(analysis: Analysis): AwsCount | null {
  if (analysis.serving.kind !== 'serverless') return null;
  const invocations = sumOf(analysis, 'sagemaker', 'Invocations');
  if (invocations === null || invocations.sum === 0) return null;
  const refused = sumOf(analysis, 'sagemaker', 'Invocation4XXErrors')?.sum ?? 0;
  // Requests that the container refused as bad are in the same count; the client knows those.
  const throttled = Math.max(0, refused - (analysis.totals.outcomes['client-error'] ?? 0));
  const of = Math.max(invocations.sum, throttled);
  const who = 'the endpoint (Invocation4XXErrors)';
  return { count: { throttled, of, who }, open: openDatapoints('Invocations', invocations) };
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
  if (aws === null) return 'CloudWatch told no count to compare with the client’s.';
  if (client === null) return 'The client has no count to compare with CloudWatch’s.';
  const difference = Math.abs(client.throttled - aws.throttled);
  const larger = Math.max(client.throttled, aws.throttled);
  return difference <= Math.max(1, AGREEING * larger)
    ? `The client and CloudWatch agree (${count(client.throttled)} and ${count(aws.throttled)}).`
    : `The client counts ${count(client.throttled)}, CloudWatch ${count(aws.throttled)}: they differ by ${counted(difference, 'request')}.`;
}
