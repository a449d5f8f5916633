/** The key figures under the headline, each beside what was asked for. */
import {
  clock,
  count,
  milliseconds,
  percent,
  perSecond,
  seconds,
  share,
} from '../../format/numbers.js';
import type { Check, Verdict } from '../../verdict/verdict.ts';
import { hasInstances } from '../instance-words.ts';
import { whyNoLoad } from '../load-rows.ts';

/** `note`: the limit, and whatever else keeps the figure from being misread. */
export type Tile = readonly [title: string, value: string, note: string | null];

export function headerTiles(verdict: Verdict): readonly Tile[] {
  const unknown = whyNoLoad(verdict);
  const scaling = hasInstances(verdict.instances) ? scalingTiles(verdict) : [];
  if (unknown !== null) return [...scaling, ['Load', unknown, null]];
  return [...scaling, rateTile(verdict), latencyTile(verdict), correctTile(verdict)];
}

function scalingTiles(verdict: Verdict): Tile[] {
  const { instances } = verdict;
  return [
    [
      `${instances.counts === 'copies' ? 'Copies' : 'Instances'}, first to peak`,
      `${count(instances.first)} → ${count(instances.peak)}`,
      null,
    ],
    scaleOutTile(verdict),
  ];
}

/** From the trigger, as the check counts it; without a check from the first stage that was measured. */
function scaleOutTile(verdict: Verdict): Tile {
  const { observedValue: took, limitValue: limit } = checkOf(verdict, 'scaled-out') ?? {};
  if (took?.unit === 'seconds' && limit?.unit === 'seconds') {
    const note = [`limit ${seconds(limit.value)}`, ...onAws(verdict, took.value)].join('; ');
    return ['Trigger to in service', seconds(took.value), note];
  }
  const out = verdict.scalingEvents.find(({ direction }) => direction === 'out');
  const lag = out?.totalSeconds == null ? 'not observed' : seconds(out.totalSeconds);
  return ['First scale-out took', out === undefined ? 'none observed' : lag, null];
}

function onAws({ timeCompression }: Verdict, tookSeconds: number): string[] {
  return timeCompression === null || timeCompression === 1
    ? []
    : [`about ${clock(tookSeconds * timeCompression)} on AWS`];
}

function rateTile({ load }: Verdict): Tile {
  const { peakSentRps, peakPlannedRps, sampledBy } = load;
  if (sampledBy !== undefined)
    return ['Peak rate sent', perSecond(peakSentRps), `by ${sampledBy.name}`];
  return ['Peak rate sent', perSecond(peakSentRps), `planned ${perSecond(peakPlannedRps)}`];
}

/** As judged, which may leave out the time before new instances took traffic. */
function latencyTile(verdict: Verdict): Tile {
  const { observedValue: seen, limitValue: limit } = checkOf(verdict, 'latency') ?? {};
  const wholeRun = milliseconds(verdict.load.latencyMs.p99);
  if (seen?.unit !== 'ms' || limit?.unit !== 'ms')
    return ['Latency p99 of the run', wholeRun, null];
  return [
    'Latency, as judged',
    milliseconds(seen.value),
    `limit ${milliseconds(limit.value)}; whole run ${wholeRun}`,
  ];
}

function correctTile(verdict: Verdict): Tile {
  const { load } = verdict;
  const correct = load.completed === 0 ? share(0, 0) : share(load.outcomeShares.correct ?? 0, 1);
  const { observedValue: errors, limitValue: limit } = checkOf(verdict, 'errors') ?? {};
  const note =
    errors?.unit === 'share' && limit?.unit === 'share'
      ? `errors ${percent(errors.value)}, limit ${percent(limit.value)}`
      : null;
  return ['Correct responses', correct, note];
}

function checkOf({ checks }: Verdict, id: Check['id']): Check | undefined {
  return checks.find((check) => check.id === id);
}
