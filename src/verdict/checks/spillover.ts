/** Judges the share of invocations that exceeded the provisioned concurrency. */
import type { Analysis } from '../../analysis/analyse.ts';
import { APIS, gapsOf, whyUnseen } from '../../analysis/gaps.ts';
import { lastObserved } from '../../analysis/last-observed.ts';
import { metricOverLoad } from '../../analysis/metric-over-load.ts';
import { worstShare } from '../../analysis/worst-stretch.ts';
import { count, counted, percent } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import { defineCheck, resultsWith } from './definition.ts';
import { OPEN_DATAPOINTS, openDatapoints } from './open-datapoints.ts';

const { reasons, passed, failed, inconclusive, notAsked } = resultsWith({
  ...OPEN_DATAPOINTS,
  'no-metric-data': {
    status: 'inconclusive',
    retryable: { unlessDenied: APIS.metrics },
    restsOn: { load: true, aws: true },
  },
  'nothing-provisioned': { status: 'inconclusive', retryable: false },
  'too-much-spillover': { status: 'fail' },
});

export const spillover = defineCheck({
  id: 'spillover',
  expectation: 'spillover',
  title: 'Provisioned concurrency was enough',
  question: 'Was the provisioned concurrency enough, or did invocations spill over?',
  group: 'scaling',
  dataFrom: 'aws',
  dependsOn: [],
  lastEvidence: 'metrics',
  judgesDataOf: () => ['lambda'],
  headline: {
    failed: 'Too much spillover',
    remark: ({ observedValue }) => `${percent(observedValue?.value ?? 0)} spilled over`,
  },
  reasons,
  judge,
});

function judge({ expect, evidence, loadSpan }: Analysis) {
  if (expect.spillover === undefined) return notAsked('spillover');
  const { maxShare } = expect.spillover;
  const limit = { limit: `at most ${percent(maxShare)}`, limitValue: quantity(maxShare, 'share') };
  const of = (metric: string) => metricOverLoad(evidence.series, loadSpan, 'lambda', metric, 'Sum');
  const invocations = of('Invocations');
  if (invocations === null || invocations.sum === 0) {
    return inconclusive('no-metric-data', {
      observed: 'no Invocations of the function',
      ...limit,
      message: `${whyUnseen(gapsOf(evidence.aws, APIS.metrics), 'CloudWatch has no Invocations datapoints of the function during the load.')} Name it in \`watch.functionName\`.`,
      when: loadSpan,
      n: 0,
    });
  }
  const spilled = of('ProvisionedConcurrencySpilloverInvocations');
  const provisioned = lastObserved(evidence.aws, 'function')?.provisionedConcurrency ?? null;
  if (spilled === null && provisioned === null) {
    return inconclusive('nothing-provisioned', {
      observed: 'no provisioned concurrency',
      ...limit,
      message:
        'No provisioned concurrency was seen on the function, so nothing can spill over. Provision some, or remove `expect.spillover`.',
      when: null,
      n: Math.round(invocations.sum),
    });
  }
  const over = spilled?.sum ?? 0;
  const share = over / invocations.sum;
  const details = {
    observed: `${count(over)} of ${counted(invocations.sum, 'invocation')} spilled over (${percent(share)})`,
    observedValue: quantity(share, 'share'),
    ...limit,
    when: loadSpan,
    n: Math.round(invocations.sum),
  };
  if (share > maxShare) {
    return failed('too-much-spillover', {
      ...details,
      when: worstShare(spilled?.points ?? [], invocations.points, maxShare),
      message: `${percent(share)} of invocations exceeded the provisioned concurrency${provisioned === null ? '' : ` of ${count(provisioned)}`}; the limit is ${percent(maxShare)}. Provision more, or scale it on ProvisionedConcurrencyUtilization.`,
    });
  }
  const open = openDatapoints('Invocations', invocations);
  if (open !== null) return inconclusive(open.reason, { ...details, message: open.message });
  return passed({
    ...details,
    message: 'The provisioned concurrency was enough for the load of this run.',
  });
}
