/** Samples of another tool: what is judged as if they were ours, and what they cannot tell. */
import { describe, expect, it } from 'vitest';
import { buildTimeline } from '../../src/analysis/build-timeline.ts';
import type { LoadEvent, SampledBy } from '../../src/record/load-events.ts';
import type { RunRecord } from '../../src/record/read.ts';
import { checkGroups } from '../../src/report/check-groups.ts';
import { latencyChart, requestsChart } from '../../src/report/html/load-charts.ts';
import { timeAxis } from '../../src/report/html/time-axis.ts';
import { durationRows, requestRows } from '../../src/report/load-rows.ts';
import { judge } from '../../src/verdict/judge.ts';
import { verdictSchema } from '../../src/verdict/verdict.ts';
import { checkOf } from './defects.ts';
import { type Knobs, syntheticRun } from './synthetic-run.ts';

const FINE: SampledBy = {
  ...{ name: 'k6', format: 'JSON', timeResolutionMs: 1e-6, latencyResolutionMs: 1e-6 },
};
const COARSE: SampledBy = { ...FINE, format: 'CSV', timeResolutionMs: 1_000 };

const NOTHING = { count: 0, sum: 0, min: 0, max: 0, ddsketch: '' };

/** The run as a tool tells it: without rows, lag, and what only a sender of ours knows. */
function by(tool: SampledBy, changes: Partial<Knobs> = {}): RunRecord {
  const record = syntheticRun({
    workers: 1,
    outcomes: (_, sent) => ({ correct: sent }),
    ...changes,
  });
  return {
    ...record,
    manifest: { ...record.manifest, loadFrom: 'file' },
    load: record.load.flatMap((event) => toldBy(tool, event)),
  };
}

function toldBy(tool: SampledBy, event: LoadEvent): LoadEvent[] {
  switch (event.type) {
    case 'start': {
      const { maxConnections: _, timeoutMs: __, ...start } = event;
      return [{ ...start, tool }];
    }
    case 'sample': {
      const { backlog: _, connections: __, connectionLimitHits: ___, ...sample } = event;
      const { inFlight, eventLoopUtilization: ____, coldStarts: _____, ...told } = sample;
      const known = tool.timeResolutionMs < 1_000 && inFlight !== undefined ? { inFlight } : {};
      return [{ ...told, ...known, lagMs: NOTHING, serviceTimeMs: told.latencyMs }];
    }
    case 'end': {
      const { coldStarts: _, ...end } = event;
      return [end];
    }
    case 'answers':
    case 'failure':
      return [];
  }
}

const EXPECT = {
  scaledOut: { fromInstances: 1, atLeastInstances: 3, withinSeconds: 90 },
  reachedRate: { rps: 1_000, holdSeconds: 60, minInstances: 3 },
  latency: { percentile: 99, maxMs: 250 },
  accuracy: { minShare: 0.9 },
  consistent: true,
} as const;

describe("another tool's samples", () => {
  it('decide rate, latency and errors, and claim nothing else', () => {
    const verdict = judge(by(FINE, { expect: EXPECT }));
    expect(verdictSchema.parse(verdict)).toEqual(verdict);
    for (const id of ['reached-rate', 'latency', 'errors', 'scaled-out'] as const) {
      expect(checkOf(verdict.checks, id).status, id).toBe('pass');
    }
    for (const [id, reason] of [
      ['load-delivered', 'no-plan'],
      ['generator-lag', 'lag-unknown'],
      ['accuracy', 'no-labels'],
      ['consistent', 'no-labels'],
    ] as const) {
      expect(checkOf(verdict.checks, id)).toMatchObject({ status: 'skipped', reason });
      expect(checkOf(verdict.checks, id).message).toMatch(/^k6 \(JSON\) reports /);
    }
    expect(verdict.status).toBe('pass');
    expect(verdict.load).toMatchObject({ sampledBy: FINE, timedOutAfterMs: null });
    expect(verdict.caveats.join(' ')).toMatch(/coordinated omission/);
    expect(verdict.caveats.join(' ')).toMatch(/an error inside an HTTP 200 counts as an answer/);
    expect(verdict.caveats.join(' ')).not.toMatch(/whole seconds|cut off|dropped/);
  });

  it('fail what callers would have failed', () => {
    const slow = judge(by(FINE, { expect: EXPECT, latencyMs: () => 900 }));
    expect(checkOf(slow.checks, 'latency')).toMatchObject({
      status: 'fail',
      reason: 'service-too-slow',
    });
    const refused = by(FINE, { expect: EXPECT, outcomes: (_, sent) => ({ 'server-error': sent }) });
    expect(checkOf(judge(refused).checks, 'errors').status).toBe('fail');
  });

  it('are never reported as a plan that was met', () => {
    const { load } = judge(by(FINE, { expect: EXPECT }));
    const rows = requestRows(load).map((row) => row.join(': '));
    expect(rows[0]).toBe('planned: not reported by k6');
    expect(rows.join('\n')).not.toMatch(/%|of .* planned/);
    expect(durationRows(load).map(({ name, meaning }) => `${name}: ${meaning}`)).toEqual([
      'latency: actual send to response',
    ]);
  });

  it('say what the tool dropped, which is inconclusive', () => {
    const dropping = by(FINE, {
      expect: EXPECT,
      sent: (_second, planned) => planned * 0.8,
      connectionLimitNotSent: true,
    });
    const verdict = judge(dropping);
    expect(checkOf(verdict.checks, 'load-delivered')).toMatchObject({
      ...{ status: 'inconclusive', reason: 'load-not-delivered' },
      message: expect.stringMatching(
        /^k6 dropped [\d,]+ iterations for which no virtual user was free/,
      ),
    });
    expect(verdict.caveats.join(' ')).toMatch(
      /k6 dropped [\d,]+ iterations, which count as [\d,]+ requests not sent/,
    );
  });

  it('that were cut off say so', () => {
    expect(judge(by({ ...FINE, cutOff: true })).caveats.join(' ')).toMatch(
      /The output of k6 ends within a line, so it was cut off/,
    );
  });
});

describe("the report of another tool's samples", () => {
  it('names the checks that they cannot tell, apart from those that nobody asked for', () => {
    const { checks } = judge(by(FINE, { expect: EXPECT }));
    expect(new Map(checkGroups(checks).others).get('Not in the samples')).toBe(
      'load-delivered, generator-lag, accuracy, consistent',
    );
  });

  it('draws no plan', () => {
    const timeline = buildTimeline(by(FINE));
    const axis = timeAxis(timeline, []);
    const labels = requestsChart(timeline, axis).series.map(({ label }) => label);
    expect(labels).toEqual(['sent', 'answered']);
    expect(latencyChart(timeline, axis, null).caption).toMatch(/^From the actual send/);
  });
});

describe('samples stamped in whole seconds', () => {
  // Three instances from 64.6 s on, and the rate until the load ends.
  const holding = (holdSeconds: number, tool: SampledBy) =>
    checkOf(
      judge(
        by(tool, { expect: { ...EXPECT, reachedRate: { ...EXPECT.reachedRate, holdSeconds } } }),
      ).checks,
      'reached-rate',
    );

  it('decide a rate that was held for more than a second longer, or shorter', () => {
    expect(holding(60, COARSE)).toMatchObject({
      status: 'pass',
      observed: expect.stringMatching(/± 1 s$/),
    });
    const exact = holding(60, FINE).observedValue!.value;
    expect(holding(exact, FINE).status).toBe('pass');
    expect(holding(exact - 1, COARSE).status).toBe('pass');
    for (const close of [exact, exact + 1]) {
      expect(holding(close, COARSE)).toMatchObject({
        ...{ status: 'inconclusive', reason: 'within-measuring-error' },
        message: expect.stringContaining('± 1 s'),
      });
    }
    expect(holding(exact + 2, COARSE).reason).toBe(holding(exact + 2, FINE).reason);
  });

  it('tell the load step to a second, and nothing of requests in flight', () => {
    const { scalingEvents, caveats, findings } = judge(by(COARSE, { expect: EXPECT }));
    expect(scalingEvents[0]!.stages[0]).toMatchObject({ id: 'load-step', plusMinusSeconds: 1 });
    expect(caveats.join(' ')).toMatch(/whole seconds: moments of the load are known to ± 1 s/);
    expect(findings.map(({ code }) => code)).not.toContain('littles-law');
  });
});
