/** Traffic by its shape, for endpoints that have none yet. */
import type { Phase } from '../scenario/schema.ts';
import type { Traffic } from './traffic.ts';

export const SHAPES = ['daily', 'launch', 'hourly-burst'] as const;
export type Shape = (typeof SHAPES)[number];

export interface ShapeSettings {
  readonly baseRps: number;
  readonly peakRps: number;
  readonly days: number;
  /** From base to peak at a launch, and in each burst. */
  readonly riseSeconds: number;
}

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 24 * HOUR;
/** A Monday, midnight UTC, so that schedules have times to act at. */
const START_MS = Date.UTC(2024, 0, 1);

export const SHAPE_WORDS: Readonly<Record<Shape, string>> = {
  daily: 'from base at 2:00 to peak at 14:00 UTC and back, each day',
  launch: 'base until 9:00 UTC, to peak within --rise, then half of what is above base every 3 h',
  'hourly-burst': 'base, and at each full hour peak for five minutes, reached within --rise',
};

export function shapedTraffic(shape: Shape, settings: ShapeSettings): Traffic {
  const days = Array.from({ length: settings.days }, () => DAYS[shape](settings)).flat();
  return {
    source: `shape ${shape}`,
    startMs: START_MS,
    phases: days,
    arrivals: 'random',
    counts: 'expected',
    timeCompression: 1,
    scale: 1,
    caveats: [],
  };
}

const DAYS: Readonly<Record<Shape, (settings: ShapeSettings) => Phase[]>> = {
  daily({ baseRps, peakRps }) {
    const rateAt = (seconds: number) =>
      baseRps +
      ((peakRps - baseRps) * (1 - Math.cos((2 * Math.PI * (seconds - 2 * HOUR)) / DAY))) / 2;
    return curve(0, DAY, 5 * MINUTE, rateAt);
  },
  launch({ baseRps, peakRps, riseSeconds }) {
    const opens = 9 * HOUR;
    const falls = opens + riseSeconds;
    const rateAt = (seconds: number) =>
      baseRps + (peakRps - baseRps) * 0.5 ** ((seconds - falls) / (3 * HOUR));
    return [
      { name: 'before', durationSeconds: opens, startRps: baseRps, endRps: baseRps },
      { name: 'launch', durationSeconds: riseSeconds, startRps: baseRps, endRps: peakRps },
      ...curve(falls, DAY, 5 * MINUTE, rateAt),
    ];
  },
  'hourly-burst'({ baseRps, peakRps, riseSeconds }) {
    const rise = Math.min(riseSeconds, 5 * MINUTE);
    return Array.from({ length: 24 }, () => [
      { name: 'rise', durationSeconds: rise, startRps: baseRps, endRps: peakRps },
      { name: 'burst', durationSeconds: 5 * MINUTE, startRps: peakRps, endRps: peakRps },
      {
        name: 'base',
        durationSeconds: HOUR - 5 * MINUTE - rise,
        startRps: baseRps,
        endRps: baseRps,
      },
    ]).flat();
  },
};

function curve(
  from: number,
  to: number,
  step: number,
  rateAt: (seconds: number) => number,
): Phase[] {
  const phases: Phase[] = [];
  for (let at = from; at < to; at += step) {
    const end = Math.min(at + step, to);
    phases.push({
      name: 'curve',
      durationSeconds: end - at,
      startRps: rateAt(at),
      endRps: rateAt(end),
    });
  }
  return phases;
}
