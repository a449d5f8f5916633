import { describe, expect, it } from 'vitest';
import { latencyBlame } from '../../src/analysis/latency-blame.ts';
import { latencySplit } from '../../src/analysis/latency-split.ts';
import type { LoadPoint, Timeline } from '../../src/analysis/timeline.ts';
import {
  adviceOnLatency,
  blameInWords,
  partLabel,
  partName,
  type RequestPath,
  requestPath,
} from '../../src/report/latency-words.ts';
import type { Way } from '../../src/systems/contract.ts';
import { emptyTimeline, START_MS, timeline } from './sample.ts';

const [ordinary] = timeline.load;

function loadOf(...latenciesMs: readonly number[]): LoadPoint[] {
  return latenciesMs.map((ms, second) => ({
    ...ordinary!,
    ...{ second, startMs: START_MS + second * 1_000, completed: 100, outcomes: { correct: 100 } },
    ...{ latencyMeanMs: ms, serviceTimeMeanMs: ms, latencyP99Ms: ms },
  }));
}

/** ModelLatency of each second. */
function withModel(load: readonly LoadPoint[], modelMs: readonly number[]): Timeline {
  const points = load.map(({ startMs }, index) => ({
    ...{ startMs, endMs: startMs + 1_000, value: modelMs[index]!, perMinute: null, final: true },
  }));
  const model = { service: 'sagemaker', container: null, metric: 'ModelLatency' } as const;
  return {
    ...emptyTimeline,
    load,
    metrics: [{ ...model, stat: 'Average', unit: 'ms', points }],
  };
}

function told(run: Timeline, way: Way | null = null) {
  const split = latencySplit(run)!;
  const blame = latencyBlame(run, split)!;
  const path = requestPath(split, run, way);
  return { blame: blameInWords(blame, path), advice: adviceOnLatency(blame, path), blamed: blame };
}

const NO_HOPS: RequestPath = {
  ...{ hops: { gateway: false, function: false }, way: null, unwatched: false },
};

describe('the words on latency', () => {
  it.each<[Way, string, RegExp, RegExp]>([
    ['sagemaker', 'network', /90\s% of it was the network \(/, /^Look at the network between/],
    [
      'lambda',
      'network and Lambda',
      /was the network and Lambda \(/,
      /^Set `watch.functionName` in/,
    ],
    [
      'http',
      'the way: network, API, function',
      /was the way: /,
      /`watch.functionName` and `watch.api`/,
    ],
  ])('know what requests passed that were sent by %s', (way, name, blame, advice) => {
    const words = told(withModel(loadOf(100, 100), [10, 10]), way);
    expect(partName('way', { ...NO_HOPS, way })).toBe(name);
    expect(words.blame).toMatch(blame);
    expect(words.advice).toMatch(advice);
  });

  it('call the model’s time above its fastest no queue alone: its service is in it', () => {
    const run = withModel(loadOf(60, 60, 120), [50, 50, 100]);
    const words = told({ ...run, latencyBound: { percentile: 99, maxMs: 100 } });
    expect(words.blame).toMatch(
      /83\s% of it was the model and its queue \(ModelLatency: 100 ms on average, 50 ms at its fastest\)/,
    );
  });

  it('do not ask to wait for CloudWatch where nothing is watched', () => {
    const words = told({ ...emptyTimeline, load: loadOf(100, 100), unwatched: true }, 'http');
    expect(words.blame).toMatch(/100\s% of it was the target \(/);
    expect(words.advice).toContain('the target’s own metrics');
    const unknown = { part: 'unknown', container: null, valuesMs: [] } as const;
    expect(partLabel(unknown, { ...NO_HOPS, unwatched: true })).toBe('target');
  });
});
