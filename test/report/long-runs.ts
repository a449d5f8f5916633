/** Runs at the edges of what a page has to show, made of the sample. */
import type { Timeline } from '../../src/analysis/timeline.ts';
import type { Verdict } from '../../src/verdict/verdict.ts';
import { START_MS, timeline, verdict } from './sample.ts';

interface Run {
  readonly verdict: Verdict;
  readonly timeline: Timeline;
}

const YEAR_MS = 365 * 24 * 3_600_000;

/** 3,600 seconds whose values all differ: what compresses worst. */
export const ofAnHour: Run = {
  verdict,
  timeline: {
    ...timeline,
    load: Array.from({ length: 3_600 }, (_, second) => {
      const like = timeline.load[second % timeline.load.length]!;
      const wobble = 1 + 0.3 * Math.abs(Math.sin(second * 12.9898));
      return {
        ...like,
        second,
        startMs: START_MS + second * 1_000,
        completed: Math.round(like.completed * wobble),
        latencyP50Ms: (like.latencyP50Ms ?? 8) * wobble,
        latencyP95Ms: (like.latencyP95Ms ?? 15) * wobble,
        latencyP99Ms: (like.latencyP99Ms ?? 22) * wobble,
      };
    }),
  },
};

const [out] = verdict.scalingEvents;

/** An endpoint that never comes to rest. */
export const manyEvents: Run = {
  verdict: {
    ...verdict,
    scalingEvents: Array.from({ length: 50 }, (_, index) => {
      const laterMs = index * 60_000;
      const later = (atMs: number | null) => (atMs === null ? null : atMs + laterMs);
      return {
        ...out!,
        direction: index % 3 === 2 ? ('in' as const) : ('out' as const),
        fromInstances: 1 + (index % 20),
        toInstances: 2 + (index % 19),
        stages: out!.stages.map((stage) => ({ ...stage, atMs: later(stage.atMs) })),
      };
    }),
  },
  timeline: {
    ...ofAnHour.timeline,
    instances: Array.from({ length: 720 }, (_, index) => ({
      atMs: START_MS + index * 5_000,
      current: 1 + (Math.floor(index / 12) % 20),
      desired: 1 + (Math.floor(index / 10) % 20),
      status: 'Updating',
    })),
  },
};

export const withoutAws: Run = {
  verdict: { ...verdict, scalingEvents: [] },
  timeline: { ...timeline, instances: [], metrics: [], target: null, unwatched: true },
};

/** The machine's clock was set in the middle of the run. */
export const yearLater: Run = {
  verdict,
  timeline: {
    ...timeline,
    load: timeline.load.map((point) =>
      point.second < 70
        ? point
        : {
            ...point,
            second: point.second + YEAR_MS / 1_000,
            startMs: point.startMs + YEAR_MS,
          },
    ),
  },
};
