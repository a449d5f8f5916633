/** Finds what only an inference component can have: no copy at all, and copies that wait for instances. */
import type { Analysis } from '../../analysis/analyse.ts';
import { fleetWords } from '../../analysis/copies.ts';
import { countedPoints, surelyInService } from '../../analysis/instance-counts.ts';
import type { LoadSecond } from '../../analysis/load-seconds.ts';
import { isStep, policiesRead } from '../../analysis/policies.ts';
import { stageMs } from '../../analysis/reversals.ts';
import { covering, spanBetween } from '../../analysis/span.ts';
import { count, counted, percent, seconds } from '../../format/numbers.js';
import { allInWords } from '../all-in-words.ts';
import { fullHosts } from '../full-hosts.ts';
import { quantity } from '../quantity.ts';
import { samplesOf } from './evidence-lines.ts';
import { type Found, problem } from './finding.ts';

/** Requests while nothing was in service: what scaling in to zero costs the callers who come first. */
export function nothingInService(analysis: Analysis): readonly Found[] {
  const { evidence, events } = analysis;
  const known = countedPoints(evidence.points);
  if (!known.some(({ current }) => current === 0)) return [];
  const without = evidence.seconds.filter((second) => second.sent > 0 && isEmpty(known, second));
  const [first] = without;
  if (first === undefined) return [];
  const { one, a } = fleetWords(evidence);
  const sent = without.reduce((sum, second) => sum + second.sent, 0);
  const completed = without.reduce((sum, second) => sum + second.completed, 0);
  const failed = without.reduce((sum, second) => sum + failuresOf(second), 0);
  const woken = events.find(
    (event) => event.fromInstances === 0 && (stageMs(event, 'in-service') ?? 0) >= first.startMs,
  );
  const wokenMs = woken === undefined ? null : stageMs(woken, 'in-service');
  const then =
    wokenMs === null
      ? `None came into service before the end.`
      : `The first came into service ${seconds((wokenMs - first.startMs) / 1_000)} after the first of these requests.`;
  return [
    problem('nothing-in-service', {
      message: `For ${counted(without.length, 'second')} of the load no ${one} was in service: ${counted(sent, 'request')} were sent, and ${count(failed)} of ${count(completed)} that ended then failed (${percent(completed === 0 ? 0 : failed / completed)}). ${then}`,
      advice: wakesUp(analysis)
        ? `Raise the minimum capacity to 1 where callers may come at any time; where it stays 0, let callers retry until ${a} is there.`
        : `Add a step-scaling policy with an alarm on NoCapacityInvocationFailures: what is counted for each ${one} stays 0 without one, so no target ever scales out from zero.`,
      value: quantity(failed, 'requests'),
      shownBy: samplesOf(analysis, without),
      when: covering(without.map(({ startMs }) => spanBetween(startMs, startMs + 1_000))),
    }),
  ];
}

/** Target tracking alone never scales out from zero. */
function wakesUp({ evidence, events }: Analysis): boolean {
  return (
    events.some(({ direction, fromInstances }) => direction === 'out' && fromInstances === 0) ||
    policiesRead(evidence.aws).policies.some(isStep)
  );
}

function isEmpty(known: Parameters<typeof surelyInService>[0], { startMs }: LoadSecond): boolean {
  return surelyInService(known, startMs) === 0;
}

function failuresOf({ completed, outcomes: { correct = 0, wrong = 0 } }: LoadSecond): number {
  return completed - correct - wrong;
}

/** Copies that fit nowhere wait for an instance, and none may come. */
export function copiesWaitedForInstances(analysis: Analysis): readonly Found[] {
  const full = fullHosts(analysis);
  if (full === null) return [];
  const { event, config, maxInstances, waitedSeconds, came } = full;
  return [
    problem('copies-waited-for-instances', {
      message: `The scale-out from ${event.fromInstances} to ${counted(event.toInstances, 'copy', 'copies')} ${came ? `took ${seconds(waitedSeconds)}` : `was not complete after ${seconds(waitedSeconds)}`}: ${allInWords(maxInstances, fleetWords({}), 'ManagedInstanceScaling')} in service, and the copies do not all fit on them.`,
      advice: `Raise MaxInstanceCount of the variant's ManagedInstanceScaling, or let more copies fit on an instance.`,
      value: quantity(waitedSeconds, 'seconds'),
      shownBy: [config],
      when: full.when,
    }),
  ];
}
