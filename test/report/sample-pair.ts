/** Two runs to put beside each other: the sample, and one on another day that was slower and scaled later. */
import { comparePair, type Pair } from '../../src/history/compare-pair.ts';
import type { RunEntry } from '../../src/history/entry.ts';
import type { ShownRun, ShownRuns } from '../../src/report/pair-page/drawn-run.ts';
import type { Verdict } from '../../src/verdict/verdict.ts';
import { entry, type Given } from '../history/entries.ts';
import { timeline, verdict } from './sample.ts';

const LATER_MS = 86_400_000;
export const SLOWER = 1.5;
export const LATER_SECONDS = 20;

const slowEntry: Given = { metrics: p99(41, 36, 46), key: { policy: null } };

/** p99 after the scale-out, with its interval inside the run. */
export function p99(value: number, low: number, high: number): NonNullable<Given['metrics']> {
  return { 'latency-p99.after': { value, low, high, n: 50_000 } };
}

/** B is a day younger, answers in half as much time again, and has instances 20 s later. */
const slowVerdict: Verdict = {
  ...verdict,
  runId: 'slower',
  status: 'pass',
  headline: 'It scales, and is slower.',
  scalingEvents: verdict.scalingEvents.map((event) => ({
    ...event,
    totalSeconds: event.totalSeconds === null ? null : event.totalSeconds + LATER_SECONDS,
    stages: event.stages.map((stage) => {
      const late = ['in-service', 'latency-recovered'].includes(stage.id) ? LATER_SECONDS : 0;
      const isWait = stage.id === 'in-service' && stage.secondsFromPrevious !== null;
      return {
        ...stage,
        atMs: stage.atMs === null ? null : stage.atMs + LATER_MS + late * 1_000,
        secondsFromPrevious: isWait
          ? stage.secondsFromPrevious! + LATER_SECONDS
          : stage.secondsFromPrevious,
      };
    }),
  })),
};

const runA: ShownRun = { verdict, timeline, href: '2026-a/report.html' };

const runB: ShownRun = {
  verdict: slowVerdict,
  timeline: {
    ...timeline,
    startMs: timeline.startMs + LATER_MS,
    load: timeline.load.map((point) => ({
      ...point,
      startMs: point.startMs + LATER_MS,
      latencyP50Ms: point.latencyP50Ms! * SLOWER,
      latencyP99Ms: point.latencyP99Ms! * SLOWER,
    })),
    instances: timeline.instances.map((point) => ({
      ...point,
      atMs: point.atMs + LATER_MS + LATER_SECONDS * 1_000,
    })),
    metrics: timeline.metrics.map((series) => ({
      ...series,
      points: series.points.map((point) => ({
        ...point,
        startMs: point.startMs + LATER_MS,
        endMs: point.endMs + LATER_MS,
      })),
    })),
  },
  href: null,
};

export const RUNS: ShownRuns = { a: runA, b: runB };

/** As `compare` takes two runs, unless what is given says otherwise. */
export function pairOf(a: Given = {}, b: Given = slowEntry): Pair {
  const one: RunEntry = entry(0, { metrics: p99(24, 21, 27), ...a });
  return comparePair(one, entry(1, { metrics: p99(41, 36, 46), ...b }));
}
