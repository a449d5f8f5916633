/** How long new instances take, from the change of the desired count to in service. */
import { counted, secondsWithError } from '../../format/numbers.js';
import { median } from '../../statistics/order-statistics.ts';
import type { Evidence } from './evidence.ts';
import { around, known, notKnown, rounded, type Setting } from './setting.ts';

const KEY = 'instance.provisioningSeconds';

export function provisioning({ analysis, compression }: Evidence): Setting {
  const outs = analysis.events.filter(({ direction }) => direction === 'out');
  const waits = outs.flatMap(({ lag: { provisioningSeconds } }) => provisioningSeconds ?? []);
  if (waits.length === 0) {
    return notKnown(
      KEY,
      outs.length === 0
        ? 'the run did not scale out'
        : 'no new instance was seen from the change of the desired count to in service',
    );
  }
  const value = median(waits.map((wait) => wait.value)) * compression;
  const errors = waits.map((wait) => wait.plusMinus * compression);
  const spread = Math.max(...waits.map((wait) => Math.abs(wait.value * compression - value)));
  const plusMinus = Math.max(median(errors), spread);
  const instances = outs.reduce((sum, one) => sum + one.toInstances - one.fromInstances, 0);
  return known(
    KEY,
    rounded(value),
    `${secondsWithError(value, plusMinus)}, from desired-changed to in-service of ${counted(instances, 'instance')}${waits.length > 1 ? ` in ${waits.length} scale-outs` : ''}`,
    around(value, plusMinus),
  );
}
