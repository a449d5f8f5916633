/** Judges the share of requests that had a cold start. */
import type { Analysis } from '../../analysis/analyse.ts';
import { APIS, gapsOf, whyUnseen } from '../../analysis/gaps.ts';
import { countOf } from '../../analysis/load-seconds.ts';
import { metricOverLoad } from '../../analysis/metric-over-load.ts';
import type { Span } from '../../analysis/span.ts';
import { worstShare, worstStretch } from '../../analysis/worst-stretch.ts';
import { count, counted, percent } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import { defineCheck, resultsWith } from './definition.ts';
import { OPEN_DATAPOINTS, openDatapoints } from './open-datapoints.ts';

const { reasons, passed, failed, inconclusive, notAsked } = resultsWith({
  ...OPEN_DATAPOINTS,
  'no-cold-start-data': {
    status: 'inconclusive',
    retryable: false,
    restsOn: { load: true, aws: true },
  },
  'no-metric-data': {
    status: 'inconclusive',
    retryable: { unlessDenied: APIS.metrics },
    restsOn: { load: true, aws: true },
  },
  'too-many-cold-starts': { status: 'fail' },
});

export const coldStarts = defineCheck({
  id: 'cold-starts',
  expectation: 'coldStarts',
  title: 'Cold starts stayed rare',
  question: 'How many requests had a cold start?',
  group: 'scaling',
  dataFrom: 'aws',
  dependsOn: ({ serving }) => (serving.kind === 'serverless' ? ['metrics'] : []),
  // Invoke returns what the function reports.
  callersSuffice: ({ record }) => record.manifest.scenario.way === 'lambda',
  lastEvidence: 'load',
  judgesDataOf: ({ serving }) => (serving.kind === 'serverless' ? ['sagemaker'] : []),
  headline: {
    failed: 'Too many cold starts',
    remark: ({ observedValue }) => `${percent(observedValue?.value ?? 0)} cold starts`,
  },
  reasons,
  judge,
});

/** They initialise before they are needed, which still counts as a cold start in the log tail. */
const PROVISIONED =
  'Provisioned environments may report their initialisation with their first invocation.';

/**
 * A serverless endpoint publishes one ModelSetupTime sample for each cold start (SampleCount), out of
 * Invocations. A function reports `Init Duration` in the log tail that Invoke returns; CloudWatch has no
 * metric for Lambda cold starts.
 */
function judge(analysis: Analysis) {
  const { expect, totals, serving, loadSpan } = analysis;
  if (expect.coldStarts === undefined) return notAsked('coldStarts');
  if (serving.kind === 'serverless') return ofEndpoint(analysis, expect.coldStarts.maxShare);
  const cold = totals.coldStarts ?? null;
  if (cold === null || totals.completed === 0) {
    return inconclusive('no-cold-start-data', {
      observed: 'cold starts not counted',
      ...limitOf(expect.coldStarts.maxShare),
      message:
        'Nothing reported cold starts: there is no serverless endpoint, and no function returned its log tail. Invoke the function directly (`way: lambda`), which returns it.',
      when: loadSpan,
      n: totals.completed,
    });
  }
  const { maxShare } = expect.coldStarts;
  const span = { judged: loadSpan, worst: coldestStretch(analysis, maxShare) };
  return ofShare(maxShare, cold, totals.completed, span, 'request', PROVISIONED);
}

function coldestStretch({ record }: Analysis, maxShare: number): Span | null {
  return worstStretch(
    record.load.flatMap((event) => {
      if (event.type !== 'sample') return [];
      const { startMs, coldStarts = 0, outcomes } = event;
      const excess = coldStarts - maxShare * countOf(outcomes);
      return [{ fromMs: startMs, toMs: startMs + 1_000, excess }];
    }),
  );
}

function ofEndpoint({ evidence, loadSpan }: Analysis, maxShare: number) {
  const of = (metric: string, stat: string) =>
    metricOverLoad(evidence.series, loadSpan, 'sagemaker', metric, stat);
  const invocations = of('Invocations', 'Sum');
  if (invocations === null || invocations.sum === 0) {
    return inconclusive('no-metric-data', {
      observed: 'no Invocations',
      ...limitOf(maxShare),
      message: `${whyUnseen(gapsOf(evidence.aws, APIS.metrics), 'CloudWatch has no Invocations datapoints of the endpoint during the load.')} Check its name, or watch for longer.`,
      when: loadSpan,
      n: 0,
    });
  }
  // ModelSetupTime has no datapoint for a period without cold starts.
  const setUps = of('ModelSetupTime', 'SampleCount');
  const worst = worstShare(setUps?.points ?? [], invocations.points, maxShare);
  const span = { judged: loadSpan, worst };
  const check = ofShare(maxShare, setUps?.sum ?? 0, invocations.sum, span, 'invocation', '');
  const open = openDatapoints('Invocations', invocations);
  return check.status === 'pass' && open !== null
    ? inconclusive(open.reason, { ...check, message: open.message })
    : check;
}

function ofShare(
  maxShare: number,
  cold: number,
  of: number,
  span: { readonly judged: Span | null; readonly worst: Span | null },
  what: string,
  remark: string,
) {
  const share = cold / of;
  const details = {
    observed: `${count(cold)} of ${counted(of, what)} had a cold start (${percent(share)})`,
    observedValue: quantity(share, 'share'),
    ...limitOf(maxShare),
    when: span.judged,
    n: Math.round(of),
  };
  const also = remark === '' ? '' : ` ${remark}`;
  return share <= maxShare
    ? passed({ ...details, message: `Cold starts stayed within the budget.${also}` })
    : failed('too-many-cold-starts', {
        ...details,
        when: span.worst ?? span.judged,
        message: `${percent(share)} of ${what}s had a cold start; the limit is ${percent(maxShare)}. Provision concurrency for the expected rate, or ramp up more slowly.${also}`,
      });
}

function limitOf(maxShare: number) {
  return { limit: `at most ${percent(maxShare)}`, limitValue: quantity(maxShare, 'share') };
}
