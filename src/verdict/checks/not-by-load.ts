/** Tells whether a schedule or a raised minimum brought the instances: no proof that the load makes it scale. */
import type { Analysis } from '../../analysis/analyse.ts';
import { causeInWords } from '../../analysis/cause-words.ts';
import type { Sighting } from '../../analysis/instance-changes.ts';
import { stageMs } from '../../analysis/reversals.ts';
import { isByLoad } from '../../analysis/scaling-cause.ts';
import type { Expectations } from '../../scenario/expectations.ts';

/** In words; null where a policy acted on the load, or AWS gave no cause. */
export function notByLoad(
  { events }: Analysis,
  { atLeastInstances }: NonNullable<Expectations['scaledOut']>,
  { poll }: Sighting,
): string | null {
  const event = events.find(
    (one) =>
      one.direction === 'out' &&
      one.toInstances >= atLeastInstances &&
      (stageMs(one, 'in-service') ?? Number.POSITIVE_INFINITY) <= poll.atMs,
  );
  if (event?.cause === undefined || isByLoad(event.cause)) return null;
  return `The change from ${event.fromInstances} to ${event.toInstances} was not made by the load: ${causeInWords(event)}. Run it at a time without scheduled changes, starting below the count that is expected.`;
}
