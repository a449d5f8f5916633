/** How often did a caller have to wait for a new environment? */
import type { Analysis } from '../../analysis/analyse.ts';
import { APIS, gapsOf, whyUnseen } from '../../analysis/gaps.ts';
import { metricOverLoad } from '../../analysis/metric-over-load.ts';
import { count, counted, percent } from '../../format/numbers.js';
import { failed, inconclusive, passed, skipped } from '../check-details.ts';
import type { Check } from '../verdict.ts';
import { openDatapoints } from './open-datapoints.ts';

const ID = 'cold-starts';
/** Environments that are provisioned start ahead of need, and tell so with their first invocation. */
const PROVISIONED = 'Provisioned environments may report their start with their first invocation.';

/**
 * A serverless endpoint: one ModelSetupTime for each start (its SampleCount), out of Invocations.
 * A function: what its own answers say (`Init Duration` in the tail of the log), as the client read
 * it. No other count of cold starts exists: CloudWatch has none of Lambda's.
 */
export function coldStarts(analysis: Analysis): Check {
  const { expect, totals, serving } = analysis;
  if (expect.coldStarts === undefined) return skipped(ID, 'coldStarts');
  if (serving.kind === 'serverless') return ofEndpoint(analysis, expect.coldStarts.maxShare);
  const cold = totals.coldStarts ?? null;
  if (cold === null || totals.completed === 0) {
    return inconclusive(ID, 'no-cold-start-data', {
      observed: 'no count of cold starts',
      limit: limitInWords(expect.coldStarts.maxShare),
      message:
        'Neither a serverless endpoint nor the answers of a function told how they began. Load the function directly (`way: lambda`), whose log tail tells.',
      n: totals.completed,
    });
  }
  return judged(expect.coldStarts.maxShare, cold, totals.completed, 'request', PROVISIONED);
}

function ofEndpoint({ evidence, loadSpan }: Analysis, maxShare: number): Check {
  const of = (metric: string, stat: string) =>
    metricOverLoad(evidence.series, loadSpan, 'sagemaker', metric, stat);
  const invocations = of('Invocations', 'Sum');
  if (invocations === null || invocations.sum === 0) {
    return inconclusive(ID, 'no-metric-data', {
      observed: 'no Invocations',
      limit: limitInWords(maxShare),
      message: `${whyUnseen(gapsOf(evidence.aws, APIS.metrics), 'CloudWatch showed no Invocations of the endpoint during the load.')} Check its name, and watch for longer.`,
      n: 0,
    });
  }
  // A period in which nothing began cold has no datapoint of ModelSetupTime.
  const setUps = of('ModelSetupTime', 'SampleCount');
  const check = judged(maxShare, setUps?.sum ?? 0, invocations.sum, 'invocation', '');
  const open = openDatapoints('Invocations', invocations);
  return check.status === 'pass' && open !== null
    ? inconclusive(ID, open.reason, { ...check, message: open.message })
    : check;
}

function judged(maxShare: number, cold: number, of: number, what: string, remark: string): Check {
  const share = cold / of;
  const finding = {
    observed: `${count(cold)} of ${counted(of, what)} began cold (${percent(share)})`,
    limit: limitInWords(maxShare),
    value: share,
    n: Math.round(of),
  };
  const also = remark === '' ? '' : ` ${remark}`;
  return share <= maxShare
    ? passed(ID, { ...finding, message: `Cold starts stayed within the budget.${also}` })
    : failed(ID, 'too-many-cold-starts', {
        ...finding,
        message: `${percent(share)} of ${what}s began cold, ${percent(maxShare)} are allowed. Provision concurrency for the rate that comes, or let it rise more slowly.${also}`,
      });
}

function limitInWords(maxShare: number): string {
  return `at most ${percent(maxShare)}`;
}
