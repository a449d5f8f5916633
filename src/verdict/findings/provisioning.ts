/** Finds scale-outs whose instances took longer than AWS usually takes, or never came. */

import { abandonedScaleOut } from '../../analysis/abandoned-scale-out.ts';
import type { Analysis } from '../../analysis/analyse.ts';
import { fleetWords } from '../../analysis/copies.ts';
import { countedPoints } from '../../analysis/instance-counts.ts';
import type { ScalingEvent } from '../../analysis/scaling-event.ts';
import { USUAL_PROVISIONING_SECONDS } from '../../aws/target-tracking.ts';
import { seconds } from '../../format/numbers.js';
import { fullHosts } from '../full-hosts.ts';
import { quantity } from '../quantity.ts';
import { abandonedInWords } from '../scaling-obstacle.ts';
import { type Found, problem } from './finding.ts';
import { poolWaits } from './pools.ts';

/**
 * Reports the slowest scale-out. Instances that never came count too, if watching lasted long enough to
 * have seen the slowest known ones.
 */
export function slowProvisioning(analysis: Analysis): readonly Found[] {
  const { events, timeCompression } = analysis;
  if (timeCompression === null) return [];
  const most = USUAL_PROVISIONING_SECONDS.most / timeCompression;
  // A wait that has a better explanation.
  const explained = [
    ...poolWaits(analysis).map(({ event }) => event),
    ...[fullHosts(analysis)?.event].filter((event) => event !== undefined),
  ];
  const slow = events
    .filter((event) => event.direction === 'out' && !explained.includes(event))
    .flatMap((event) => waitOf(event, lastSeenMs(analysis)))
    .filter((wait) => wait.seconds - wait.error > most)
    .toSorted((left, right) => right.seconds - left.seconds)[0];
  if (slow === undefined) return [];
  const range = `${seconds(USUAL_PROVISIONING_SECONDS.least / timeCompression)} to ${seconds(most)}`;
  const from = `from ${slow.event.fromInstances} to ${fleetWords(slow.event).counted(slow.event.toInstances)}`;
  const compressed = timeCompression === 1 ? '' : ` (time compression of ${timeCompression})`;
  return [
    problem('slow-provisioning', {
      message: `${slow.came ? `Provisioning ${from} took ${seconds(slow.seconds)}` : `Provisioning ${from} was not complete after ${seconds(slow.seconds)}`}; ${range} is usual${compressed}.`,
      advice:
        'Check the size of the image and model, the container’s start-up and health check, and whether the instance type is scarce in the Availability Zone.',
      value: quantity(slow.seconds, 'seconds'),
      shownBy: analysis.record.aws.filter(
        (one) =>
          one.type === 'endpoint' &&
          one.status === 'Updating' &&
          one.desiredInstanceCount === slow.event.toInstances,
      ),
    }),
  ];
}

interface Wait {
  readonly event: ScalingEvent;
  readonly seconds: number;
  readonly error: number;
  readonly came: boolean;
}

function waitOf(event: ScalingEvent, lastMs: number | null): Wait[] {
  const stage = (id: string) => event.stages.find((one) => one.id === id);
  const desired = stage('desired-changed');
  const inService = stage('in-service');
  if (desired?.atMs == null) return [];
  const error = (desired.plusMinusSeconds ?? 0) + (inService?.plusMinusSeconds ?? 0);
  if (inService?.atMs != null) {
    return [{ event, seconds: (inService.atMs - desired.atMs) / 1_000, error, came: true }];
  }
  // Nothing waits for a desired count that was withdrawn.
  if (lastMs === null || inService?.note.includes('withdrawn')) return [];
  return [{ event, seconds: (lastMs - desired.atMs) / 1_000, error, came: false }];
}

function lastSeenMs({ evidence }: Analysis): number | null {
  return countedPoints(evidence.points).at(-1)?.atMs ?? null;
}

/** SageMaker accepted the instances and gave up on them without a reason. */
export function scaleOutAbandoned({ evidence, record }: Analysis): readonly Found[] {
  const abandoned = abandonedScaleOut(evidence.points);
  if (abandoned === null) return [];
  return [
    problem('scale-out-abandoned', {
      message: abandonedInWords(abandoned, evidence.counts),
      advice:
        'A capacity shortage looks like this: try another instance type or Availability Zone, or reserve capacity.',
      value: quantity(abandoned.seconds, 'seconds'),
      shownBy: record.aws.filter(
        (one) =>
          one.type === 'endpoint' &&
          one.status === 'Updating' &&
          one.desiredInstanceCount === abandoned.toInstances,
      ),
    }),
  ];
}
