/** A stand-in that a test starts, so that something can be put between it and the run. */
import { type StandInProcess, startStandInProcess } from '../../src/run/stand-in-process.ts';
import { standInSchema } from '../../src/scenario/stand-in-config.ts';
import { STAND_IN, TIME_COMPRESSION } from './quick-settings.ts';

/** @param faults as in a scenario. */
export function startOwnStandIn(faults: Record<string, unknown> = {}): Promise<StandInProcess> {
  return startStandInProcess({
    system: 'wine',
    config: standInSchema.parse({ ...STAND_IN, faults }),
    watch: {
      endpointName: 'wine-xgboost',
      variantName: 'AllTraffic',
      region: 'us-east-1',
    },
    port: 0,
  });
}

/** `--set` arguments of a run that has no stand-in of its own. */
export function aimedAt(target: string, aws: string): string[] {
  return [
    'scaleproof.standIn=',
    `target=${target}`,
    `scaleproof.watch.endpointUrl=${aws}`,
    `scaleproof.watch.periodSeconds=${60 / TIME_COMPRESSION}`,
  ];
}
