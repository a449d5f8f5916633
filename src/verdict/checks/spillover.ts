/** Was the provisioned concurrency enough, or did invocations spill over into cold environments? */
import type { Analysis } from '../../analysis/analyse.ts';
import { APIS, gapsOf, whyUnseen } from '../../analysis/gaps.ts';
import { lastObserved } from '../../analysis/last-observed.ts';
import { metricOverLoad } from '../../analysis/metric-over-load.ts';
import { count, counted, percent } from '../../format/numbers.js';
import { failed, inconclusive, passed, skipped } from '../check-details.ts';
import type { Check } from '../verdict.ts';
import { openDatapoints } from './open-datapoints.ts';

const ID = 'spillover';

export function spillover({ expect, evidence, loadSpan }: Analysis): Check {
  if (expect.spillover === undefined) return skipped(ID, 'spillover');
  const { maxShare } = expect.spillover;
  const limit = `at most ${percent(maxShare)}`;
  const of = (metric: string) => metricOverLoad(evidence.series, loadSpan, 'lambda', metric, 'Sum');
  const invocations = of('Invocations');
  if (invocations === null || invocations.sum === 0) {
    return inconclusive(ID, 'no-metric-data', {
      observed: 'no Invocations of the function',
      limit,
      message: `${whyUnseen(gapsOf(evidence.aws, APIS.metrics), 'CloudWatch showed no Invocations of the function during the load.')} Name it in \`watch.functionName\`.`,
      n: 0,
    });
  }
  const spilled = of('ProvisionedConcurrencySpilloverInvocations');
  const provisioned = lastObserved(evidence.aws, 'function')?.provisionedConcurrency ?? null;
  if (spilled === null && provisioned === null) {
    return inconclusive(ID, 'nothing-provisioned', {
      observed: 'no provisioned concurrency seen',
      limit,
      message:
        'The function has no provisioned concurrency that could be seen, so nothing can spill over. Provision some, or take `expect.spillover` out.',
      n: Math.round(invocations.sum),
    });
  }
  const over = spilled?.sum ?? 0;
  const share = over / invocations.sum;
  const finding = {
    observed: `${count(over)} of ${counted(invocations.sum, 'invocation')} spilled over (${percent(share)})`,
    limit,
    value: share,
    n: Math.round(invocations.sum),
  };
  if (share > maxShare) {
    return failed(ID, 'too-much-spillover', {
      ...finding,
      message: `${percent(share)} of invocations found no provisioned environment free${provisioned === null ? '' : ` of ${count(provisioned)}`}, ${percent(maxShare)} are allowed. Provision more, or scale it on ProvisionedConcurrencyUtilization.`,
    });
  }
  const open = openDatapoints('Invocations', invocations);
  if (open !== null) return inconclusive(ID, open.reason, { ...finding, message: open.message });
  return passed(ID, { ...finding, message: 'The provisioned concurrency carried the load.' });
}
