/** Judges whether each new instance took its share of the requests soon after it came into service. */
import type { Analysis } from '../../analysis/analyse.ts';
import { APIS } from '../../analysis/gaps.ts';
import type { InstancesApart } from '../../analysis/instances/instances-apart.ts';
import { requestsToTell, type ShareTaken } from '../../analysis/instances/share-taken.ts';
import { hasInstances } from '../../analysis/serving.ts';
import { covering, spanOfPeriods } from '../../analysis/span.ts';
import { eventLetter } from '../../format/event-letter.ts';
import { count, counted, percent, seconds } from '../../format/numbers.js';
import { TRAFFIC_SHARED } from '../../scenario/expectations.ts';
import { nameOf, ofEvenSplit } from '../instance-in-words.ts';
import { quantity } from '../quantity.ts';
import { defineCheck, resultsWith } from './definition.ts';
import { notToldApart, tooShort, whyNoMetrics } from './traffic-not-told.ts';

const { reasons, passed, failed, inconclusive, notApplicable } = resultsWith({
  // A scale-out that is missing from the record may have brought another instance.
  ok: { status: 'pass', restsOn: { load: true, aws: true } },
  // It is on by default, so what a run cannot show must not stop it from passing.
  'turned-off': { status: 'skipped' },
  'no-instances': { status: 'skipped' },
  'copies-not-instances': { status: 'skipped' },
  'enhanced-metrics-off': { status: 'skipped' },
  'enhanced-metrics-unknown': { status: 'skipped' },
  'no-scale-out': { status: 'skipped' },
  'load-ended-early': { status: 'skipped' },
  'share-left-open': { status: 'skipped' },
  'instances-not-told-apart': { status: 'inconclusive', retryable: false },
  'load-too-short': { status: 'inconclusive', retryable: false, restsOn: { load: true } },
  'no-metric-data': {
    status: 'inconclusive',
    retryable: { unlessDenied: APIS.metrics },
    restsOn: { aws: true },
  },
  'too-few-requests': { status: 'inconclusive', retryable: true, restsOn: { load: true } },
  'instance-not-listed': { status: 'inconclusive', retryable: true, restsOn: { aws: true } },
  // No generator decides which instance answers.
  'instance-starved': { status: 'fail', stands: 'always' },
  'instance-late': { status: 'fail', stands: 'always' },
  'instance-took-nothing': { status: 'fail', restsOn: { aws: true }, stands: 'always' },
});

export const trafficShared = defineCheck({
  id: 'traffic-shared',
  expectation: 'trafficShared',
  title: 'New instances took their share',
  question: 'Did each new instance take its share of the requests soon after it came into service?',
  group: 'scaling',
  dataFrom: 'aws',
  lastEvidence: 'metrics',
  dependsOn: ['counts', 'metrics'],
  judgesDataOf: () => ['sagemaker'],
  withoutCounts: 'skipped',
  headline: { failed: 'A new instance did not take its share' },
  reasons,
  judge,
});

/** A new instance that is judged, or several of which no metric has an id. */
interface Newcomer {
  /** As in the middle of a sentence. */
  readonly name: string;
  readonly count: number;
  readonly isListed: boolean;
  readonly taken: ShareTaken;
  /** Null where nothing tells. */
  readonly takenAtFirst: ShareTaken | null;
}

/**
 * Each new instance is held to `minShare` of an even split in the whole periods that begin `withinSeconds` after
 * the poll that first counted it in service; the one in which it came is not among them. It misses that only where
 * the whole interval of its share lies below, of all those periods or of the first, and meets it where all of it
 * lies above.
 */
function judge(analysis: Analysis) {
  const { expect, instances, serving, events, evidence } = analysis;
  const asked = expect.trafficShared;
  if (asked === false) {
    return notApplicable('turned-off', 'The scenario sets `expect.trafficShared: false`.');
  }
  const { minShare, withinSeconds } = asked ?? TRAFFIC_SHARED;
  const limit = {
    limit: `at least ${percent(minShare)} of an even split within ${seconds(withinSeconds)} of coming into service`,
    limitValue: quantity(minShare, 'share'),
  };
  const nothing = { observed: 'not judged', ...limit, when: analysis.loadSpan, n: 0 };
  if (!hasInstances(serving)) {
    return notApplicable('no-instances', 'The variant has no instances that share requests.');
  }
  if (evidence.aws.some(({ type }) => type === 'component')) {
    return notApplicable(
      'copies-not-instances',
      'Requests go to the copies of an inference component, of which an instance may hold any number.',
    );
  }
  if (instances === null || (instances.each.length === 0 && instances.unseen.length === 0)) {
    const { reason, message } = notToldApart(analysis);
    if (reason === 'no-metric-data') return inconclusive(reason, { ...nothing, message });
    return asked === undefined
      ? notApplicable(reason, message)
      : inconclusive('instances-not-told-apart', { ...nothing, message });
  }
  const out = events.filter(({ direction }) => direction === 'out');
  const listed = instances.each.filter(({ origin }) => origin.kind === 'scale-out');
  if (listed.length === 0 && instances.unseen.length === 0) {
    return notApplicable(
      'no-scale-out',
      out.length === 0
        ? 'No scale-out was seen, so no instance is new.'
        : 'No new instance was counted in service while the load ran.',
    );
  }
  const dueMs = [...listed, ...instances.unseen].map((one) => one.dueMs ?? 0);
  const newcomers = newcomersOf(instances);
  if (newcomers.length === 0) {
    const open = whyNoMetrics(analysis, instances);
    if (open !== null) return inconclusive('no-metric-data', { ...nothing, message: open });
    const message = tooShort(analysis, instances, Math.min(...dueMs));
    return asked === undefined
      ? notApplicable('load-ended-early', message)
      : inconclusive('load-too-short', { ...nothing, message });
  }
  const inOrder = newcomers.toSorted((left, right) => left.taken.high - right.taken.high);
  const lowest = inOrder[0]!;
  const details = ({ name, taken: whole }: Newcomer, taken = whole) => ({
    observed: `${name} took ${shareInWords(taken)}`,
    observedValue: quantity(taken.ofEven, 'share'),
    ...limit,
    confidence: taken.confidence,
    n: Math.round(taken.requests),
    when: spanOfPeriods(taken.periods),
  });
  const below = inOrder.filter(({ taken }) => taken.high < minShare);
  if (below.length > 0) {
    const others = below.reduce((sum, one) => sum + one.count, 0) - lowest.count;
    const more = others > 0 ? ` So did ${counted(others, 'other new instance')}.` : '';
    const span = covering(below.flatMap(({ taken }) => spanOfPeriods(taken.periods) ?? []));
    return failed(lowest.isListed ? 'instance-starved' : 'instance-took-nothing', {
      ...details(lowest),
      when: span,
      message: `From ${seconds(instances.withinMs / 1_000)} after it came into service, ${lowest.name} took ${count(lowest.taken.requests)} of ${count(lowest.taken.evenSplit)} requests that an even split would give it.${more} ${advice(lowest)}`,
    });
  }
  const late = newcomers.find(
    ({ takenAtFirst }) => takenAtFirst !== null && takenAtFirst.high < minShare,
  );
  if (late?.takenAtFirst) {
    return failed('instance-late', {
      ...details(late, late.takenAtFirst),
      message: `From ${seconds(instances.withinMs / 1_000)} to ${seconds((2 * instances.withinMs) / 1_000)} after it came into service, ${late.name} took ${count(late.takenAtFirst.requests)} of ${count(late.takenAtFirst.evenSplit)} requests that an even split would give it; it took its share later. Check how long its container takes to load the model and to answer health checks.`,
    });
  }
  const unlisted = newcomers.find(({ isListed }) => !isListed);
  if (unlisted !== undefined) {
    const message = `CloudWatch may take 15 minutes to list new metrics. Until it does, ${unlisted.name} took what the others do not account for. Watch for longer.`;
    return asked === undefined
      ? notApplicable('share-left-open', message)
      : inconclusive('instance-not-listed', { ...details(unlisted), confidence: null, message });
  }
  const open = newcomers
    .filter(({ taken }) => taken.low < minShare)
    .toSorted((left, right) => left.taken.low - right.taken.low)[0];
  if (open !== undefined) {
    const more = requestsToTell(open.taken, minShare);
    const message = `${count(open.taken.fleetRequests)} requests leave open whether ${open.name} takes ${percent(minShare)} of an even split.${more === null ? ' Its share is too near to the limit for more requests to tell.' : ` About ${counted(more, 'more request')} would tell: hold the load longer, or send more.`}`;
    return asked === undefined
      ? notApplicable('share-left-open', message)
      : inconclusive('too-few-requests', { ...details(open), message });
  }
  const unjudged = listed.length - newcomers.length;
  return passed({
    ...details(lowest),
    message:
      unjudged > 0
        ? `Every new instance that was in service for long enough took its share; ${counted(unjudged, 'other')} came too late to be judged.`
        : 'Every new instance took its share.',
  });
}

function newcomersOf({ each, unseen }: InstancesApart): Newcomer[] {
  const listed = each.flatMap((one) =>
    one.origin.kind !== 'scale-out' || one.taken === null
      ? []
      : [
          {
            name: nameOf(one),
            count: 1,
            isListed: true,
            taken: one.taken,
            takenAtFirst: one.takenAtFirst,
          },
        ],
  );
  const others = unseen.flatMap(({ count: number, taken, event }) =>
    taken === null
      ? []
      : [
          {
            name: `${number === 1 ? 'an instance' : counted(number, 'instance')} from scale-out ${eventLetter(event)} without an id`,
            ...{ count: number, isListed: false, taken, takenAtFirst: null },
          },
        ],
  );
  return [...listed, ...others];
}

function advice({ taken, isListed }: Newcomer): string {
  if (!isListed || taken.requests === 0) {
    return 'Check its log stream: whether the container started and passes its health check.';
  }
  return 'Check whether it is slower than the others, whether its model had loaded, and the routing strategy of the variant.';
}

/** `12 % of an even split (10 % to 14 %)` */
function shareInWords({ ofEven, low, high }: ShareTaken): string {
  return `${ofEvenSplit(ofEven)} of an even split (${ofEvenSplit(low)} to ${ofEvenSplit(high)})`;
}
