/** Judges the share of requests that waited for a new environment. */
import type { Analysis } from '../../analysis/analyse.ts';
import { APIS, gapsOf, whyUnseen } from '../../analysis/gaps.ts';
import { metricOverLoad } from '../../analysis/metric-over-load.ts';
import { count, counted, percent } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import { defineCheck, resultsWith } from './definition.ts';
import { OPEN_DATAPOINTS, openDatapoints } from './open-datapoints.ts';

const { reasons, passed, failed, inconclusive, notAsked } = resultsWith({
  ...OPEN_DATAPOINTS,
  'no-cold-start-data': { status: 'inconclusive', restsOn: { load: true, aws: true } },
  'no-metric-data': { status: 'inconclusive', restsOn: { load: true, aws: true } },
  'too-many-cold-starts': { status: 'fail' },
});

export const coldStarts = defineCheck({
  id: 'cold-starts',
  expectation: 'coldStarts',
  title: 'Cold starts stayed rare',
  question: 'How often did a caller have to wait for a new environment?',
  group: 'scaling',
  toldBy: 'aws',
  headline: {
    failed: 'Began cold too often',
    remark: ({ observedValue }) => `${percent(observedValue?.value ?? 0)} cold starts`,
  },
  reasons,
  judge,
});

/** Environments that are provisioned start ahead of need, and tell so with their first invocation. */
const PROVISIONED = 'Provisioned environments may report their start with their first invocation.';

/**
 * A serverless endpoint: one ModelSetupTime for each start (its SampleCount), out of Invocations.
 * A function: what its own answers say (`Init Duration` in the tail of the log), as the client read
 * it. No other count of cold starts exists: CloudWatch has none of Lambda's.
 */
function judge(analysis: Analysis) {
  const { expect, totals, serving } = analysis;
  if (expect.coldStarts === undefined) return notAsked('coldStarts');
  if (serving.kind === 'serverless') return ofEndpoint(analysis, expect.coldStarts.maxShare);
  const cold = totals.coldStarts ?? null;
  if (cold === null || totals.completed === 0) {
    return inconclusive('no-cold-start-data', {
      observed: 'no count of cold starts',
      ...limitOf(expect.coldStarts.maxShare),
      message:
        'Neither a serverless endpoint nor the answers of a function told how they began. Load the function directly (`way: lambda`), whose log tail tells.',
      n: totals.completed,
    });
  }
  return ofShare(expect.coldStarts.maxShare, cold, totals.completed, 'request', PROVISIONED);
}

function ofEndpoint({ evidence, loadSpan }: Analysis, maxShare: number) {
  const of = (metric: string, stat: string) =>
    metricOverLoad(evidence.series, loadSpan, 'sagemaker', metric, stat);
  const invocations = of('Invocations', 'Sum');
  if (invocations === null || invocations.sum === 0) {
    return inconclusive('no-metric-data', {
      observed: 'no Invocations',
      ...limitOf(maxShare),
      message: `${whyUnseen(gapsOf(evidence.aws, APIS.metrics), 'CloudWatch showed no Invocations of the endpoint during the load.')} Check its name, and watch for longer.`,
      n: 0,
    });
  }
  // A period in which nothing began cold has no datapoint of ModelSetupTime.
  const setUps = of('ModelSetupTime', 'SampleCount');
  const check = ofShare(maxShare, setUps?.sum ?? 0, invocations.sum, 'invocation', '');
  const open = openDatapoints('Invocations', invocations);
  return check.status === 'pass' && open !== null
    ? inconclusive(open.reason, { ...check, message: open.message })
    : check;
}

function ofShare(maxShare: number, cold: number, of: number, what: string, remark: string) {
  const share = cold / of;
  const finding = {
    observed: `${count(cold)} of ${counted(of, what)} began cold (${percent(share)})`,
    observedValue: quantity(share, 'share'),
    ...limitOf(maxShare),
    n: Math.round(of),
  };
  const also = remark === '' ? '' : ` ${remark}`;
  return share <= maxShare
    ? passed({ ...finding, message: `Cold starts stayed within the budget.${also}` })
    : failed('too-many-cold-starts', {
        ...finding,
        message: `${percent(share)} of ${what}s began cold, ${percent(maxShare)} are allowed. Provision concurrency for the rate that comes, or let it rise more slowly.${also}`,
      });
}

function limitOf(maxShare: number) {
  return { limit: `at most ${percent(maxShare)}`, limitValue: quantity(maxShare, 'share') };
}
