/** How long after in-service new instances took their first requests, and for how long they were slow. */
import type { ScalingEvent } from '../../analysis/scaling-event.ts';
import { counted, secondsWithError } from '../../format/numbers.js';
import { median } from '../../statistics/order-statistics.ts';
import { atEase } from './at-ease.ts';
import type { Evidence } from './evidence.ts';
import { type FirstRequests, firstRequests, type WarmUp } from './newcomers-course.ts';
import { around, known, notKnown, rounded, type Setting } from './setting.ts';

const START = 'instance.trafficDelaySeconds';
const WARM_UP = 'instance.warmUpSeconds';
const FACTOR = 'instance.warmUpFactor';

/** AWS seconds around in-service that are looked at. */
const LOOK = { before: 60, after: 600 };
const FEWEST_SECONDS = 4;
/** AWS seconds; a change that comes later has another reason. Nobody has recorded more than a minute. */
const LATEST = 120;

interface Look extends FirstRequests {
  /** AWS seconds from in-service to the first requests; null where those were not felt. */
  readonly afterSeconds: number | null;
  readonly plusMinus: number;
}

export function firstTraffic(evidence: Evidence): Setting[] {
  const outs = evidence.analysis.events.filter(({ direction }) => direction === 'out');
  const easeMs = atEase(evidence)?.meanMs ?? null;
  const looks = easeMs === null ? [] : outs.flatMap((event) => lookAt(event, evidence, easeMs));
  if (looks.length > 0) {
    return [startSetting(looks), ...warmUpSettings(looks, evidence.compression)];
  }
  const why =
    outs.length === 0 ? 'the run did not scale out' : 'there was too little load around it';
  return [START, WARM_UP].map((key) => notKnown(key, why));
}

function startSetting(looks: readonly Look[]): Setting {
  const felt = looks.flatMap(({ afterSeconds, plusMinus }) =>
    afterSeconds === null ? [] : [{ afterSeconds, plusMinus }],
  );
  if (felt.length === 0) {
    return notKnown(START, 'callers felt no clear difference when the new instances came');
  }
  const value = median(felt.map(({ afterSeconds }) => afterSeconds));
  const spread = Math.max(...felt.map(({ afterSeconds }) => Math.abs(afterSeconds - value)));
  const plusMinus = Math.max(spread, median(felt.map((one) => one.plusMinus)));
  return known(
    START,
    rounded(value),
    `${secondsWithError(value, plusMinus)}, from in-service until callers felt it, in ${counted(felt.length, 'scale-out')}`,
    around(value, plusMinus),
  );
}

function warmUpSettings(looks: readonly Look[], compression: number): Setting[] {
  const slow = looks.flatMap(({ warmUp }) => (typeof warmUp === 'string' ? [] : [warmUp]));
  if (slow.length > 0) return slowAtFirst(slow, compression);
  return looks.some(({ warmUp }) => warmUp === 'none')
    ? [known(WARM_UP, 0, 'callers felt no slower requests when the new instances came')]
    : [notKnown(WARM_UP, 'a queue or timeouts hid how fast the new instances were')];
}

function slowAtFirst(slow: readonly WarmUp[], compression: number): Setting[] {
  const from = `callers' service time after ${counted(slow.length, 'scale-out')}`;
  const seconds = median(slow.map((one) => one.seconds)) * compression;
  const factor = Math.max(1, median(slow.map((one) => one.factor)));
  const isAtMost = slow.some((one) => one.isAtMost);
  const why = isAtMost ? `at most: ${from}, and they fell behind meanwhile` : from;
  return [
    known(WARM_UP, rounded(seconds), why, {
      low: isAtMost ? 0 : Math.max(0, seconds - 2 * compression),
      high: seconds + 2 * compression,
    }),
    known(FACTOR, rounded(factor), why, isAtMost ? { low: 1, high: factor } : null),
  ];
}

/** Empty where there is too little to look at. */
function lookAt(event: ScalingEvent, { analysis, compression }: Evidence, easeMs: number): Look[] {
  const stage = event.stages.find(({ id }) => id === 'in-service');
  if (stage?.atMs == null) return [];
  const { atMs } = stage;
  const errorSeconds = stage.plusMinusSeconds ?? 0;
  const fromMs = atMs - errorSeconds * 1_000;
  const others = analysis.events
    .filter((other) => other !== event)
    .flatMap(({ stages }) => stages.find(({ id }) => id === 'in-service')?.atMs ?? []);
  const previousMs = Math.max(...others.filter((ms) => ms < atMs));
  const nextMs = Math.min(...others.filter((ms) => ms > atMs));
  const course = analysis.evidence.seconds.filter(
    ({ startMs, planned, serviceTimeMs }) =>
      planned > 0 &&
      serviceTimeMs.count > 0 &&
      startMs >= Math.max(previousMs, fromMs - (LOOK.before * 1_000) / compression) &&
      startMs < Math.min(nextMs, atMs + (LOOK.after * 1_000) / compression),
  );
  const before = course.filter(({ startMs }) => startMs + 1_000 <= fromMs).length;
  if (before < FEWEST_SECONDS || course.length < before + FEWEST_SECONDS) return [];
  const arrival = { fromMs, before: event.fromInstances, after: event.toInstances };
  const found = firstRequests(course, arrival, easeMs);
  const afterSeconds =
    found.atMs === null ? null : Math.max(0, (found.atMs - atMs) / 1_000) * compression;
  if (afterSeconds !== null && afterSeconds > LATEST) {
    return [{ atMs: null, warmUp: 'hidden', afterSeconds: null, plusMinus: 0 }];
  }
  return [
    {
      ...found,
      afterSeconds,
      plusMinus: (errorSeconds + 1) * compression,
    },
  ];
}
