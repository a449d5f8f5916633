/** The layer below an inference component's copies: when instances for them were wanted, and in service. */
import { APIS, gapsOf, whyUnseen } from '../gaps.ts';
import { type InstanceChange, instanceChanges, type Sighting } from '../instance-changes.ts';
import type { InstanceStage } from '../scaling-event.ts';
import type { ScalingEvidence } from '../scaling-evidence.ts';
import { missing, notApplicable, type StageMoment, seenByPoll } from './stage-moment.ts';

const SOURCE = 'DescribeEndpoint poll';
/** A shorter wait would be shown as 0.0 s, and is within the error of any two polls. */
const LEAST_SECONDS = 0.05;

/**
 * Copies come first, since the policy asks for them; those that fit on no instance wait for one. So a change of
 * the instances belongs to the change of copies in whose time it began.
 *
 * @param firstMs the event's first measured stage, from which `secondsFromFirst` counts; null where none was
 * @param fromMs when the copies were wanted, local epoch ms
 * @param toMs when they were in service, or the change was over otherwise
 */
export function instanceStages(
  evidence: ScalingEvidence,
  change: Pick<InstanceChange, 'direction'>,
  firstMs: number | null,
  fromMs: number | null,
  toMs: number,
): InstanceStage[] {
  const found = fromMs === null ? undefined : changeOfHosts(evidence, change, fromMs, toMs);
  const wanted = momentOf(found?.desired ?? null, evidence, found, change);
  const served = momentOf(found?.inService ?? null, evidence, found, change);
  let previousMs = fromMs;
  const timed = (id: InstanceStage['id'], moment: StageMoment): InstanceStage => {
    const { atMs } = moment;
    const since = (ms: number | null) =>
      atMs === null || ms === null ? null : Math.max(0, atMs - ms) / 1_000;
    const wait = since(previousMs);
    const stage = {
      ...{ id, ...moment },
      secondsFromPrevious: wait,
      sameTimeAsPrevious: wait !== null && wait < LEAST_SECONDS,
      secondsFromFirst: since(firstMs),
      instances: atMs === null ? null : (found?.to ?? null),
    };
    previousMs = atMs ?? previousMs;
    return stage;
  };
  return [timed('instance-wanted', wanted), timed('instance-in-service', served)];
}

function changeOfHosts(
  { hosts }: ScalingEvidence,
  { direction }: Pick<InstanceChange, 'direction'>,
  fromMs: number,
  toMs: number,
): InstanceChange | undefined {
  return instanceChanges(hosts).find((one) => {
    const sighting = one.desired ?? one.inService;
    if (one.direction !== direction || !sighting) return false;
    const { poll, previous } = sighting;
    // It began between two polls, and the copies were polled as far from it as these are from each other.
    const apartMs = previous === null ? 0 : poll.atMs - previous.atMs;
    return poll.atMs >= fromMs - apartMs && poll.atMs - apartMs <= toMs + apartMs;
  });
}

function momentOf(
  sighting: Sighting | null,
  { aws, hosts }: ScalingEvidence,
  change: InstanceChange | undefined,
  { direction }: Pick<InstanceChange, 'direction'>,
): StageMoment {
  if (sighting !== null) {
    const { poll, previous } = sighting;
    return previous === null
      ? missing(SOURCE, 'It happened before the first poll.')
      : seenByPoll({ poll, previous }, SOURCE);
  }
  if (change !== undefined) {
    return missing(SOURCE, `No poll saw ${change.to} instances in service before watching ended.`);
  }
  if (hosts.some(({ current }) => current !== null)) {
    return notApplicable(
      SOURCE,
      direction === 'out'
        ? 'The copies fit on the instances that were in service.'
        : 'The instances stayed.',
    );
  }
  return missing(SOURCE, whyUnseen(gapsOf(aws, APIS.endpoint), 'No poll returned the instances.'));
}
