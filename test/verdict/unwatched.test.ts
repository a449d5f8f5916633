/** A run with `watch: none` is judged by its callers alone. */
import { describe, expect, it } from 'vitest';
import { buildTimeline } from '../../src/analysis/build-timeline.ts';
import type { RunRecord } from '../../src/record/read.ts';
import { renderHtml } from '../../src/report/html.ts';
import { renderJunit } from '../../src/report/junit.ts';
import { renderProgressLine } from '../../src/report/live.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { renderVerdict } from '../../src/report/terminal.ts';
import { CHECKS } from '../../src/verdict/checks/registry.ts';
import { judge } from '../../src/verdict/judge.ts';
import { type Verdict, verdictSchema } from '../../src/verdict/verdict.ts';
import { syntheticRun } from './synthetic-run.ts';

type Changes = Parameters<typeof syntheticRun>[0];

/** As `run` records it: no aws.ndjson, and nothing said of a compression. */
function unwatched(changes: Changes = {}, way: 'http' | 'lambda' = 'http'): RunRecord {
  const { manifest, ...record } = syntheticRun(changes);
  const scenario = { ...manifest.scenario, watch: 'none' as const, standIn: null, way };
  return { ...record, aws: [], truth: [], manifest: { ...manifest, scenario } };
}

/** What callers can tell. */
const ASKED = {
  reachedRate: { rps: 1_000, holdSeconds: 60 },
  latency: { maxMs: 2_000, over: 'run' },
  errors: { maxShare: 0.05 },
} as const;

const statusOf = (verdict: Verdict, id: string) => {
  const { status, reason } = verdict.checks.find((check) => check.id === id)!;
  return [status, reason];
};

describe('a run with `watch: none`', () => {
  const verdict = judge(unwatched({ expect: ASKED }));

  it('passes by what callers got, and claims nothing of scaling', () => {
    expect(verdictSchema.parse(verdict)).toEqual(verdict);
    expect(verdict).toMatchObject({ status: 'pass', timeCompression: null, scalingEvents: [] });
    expect(verdict.headline).toMatch(
      /^Answered 1,000 requests\/s for [\d.]+ s within p99 2,000 ms over the run; scaling was not watched\.$/,
    );
    expect(statusOf(verdict, 'load-delivered')).toEqual(['pass', 'ok']);
    expect(statusOf(verdict, 'generator-lag')).toEqual(['pass', 'ok']);
    const rate = verdict.checks.find(({ id }) => id === 'reached-rate')!;
    expect(rate.limit).toBe('1,000 requests/s (within 1 %) for 60 s');
  });

  it('skips every check that needs AWS, with a reason of its own', () => {
    for (const { id, dataFrom } of CHECKS.filter((check) => check.dataFrom === 'aws')) {
      expect([id, dataFrom, ...statusOf(verdict, id)]).toEqual([
        ...[id, 'aws', 'skipped', 'not-watched'],
      ]);
    }
  });

  it('says so once, and has no advice about what nobody looked at', () => {
    expect(verdict.caveats).toEqual([
      'Nothing on AWS was watched (`watch: none`), so scaling, instances and CloudWatch metrics are not judged.',
    ]);
    expect(verdict.findings).toEqual([]);
    expect(verdict.settings).toMatchObject({ watching: null, alarms: [], policy: null });
  });

  it('names what was asked of runs that watch', () => {
    const { caveats, status } = judge(unwatched({ expect: { ...ASKED, converged: {} } }));
    expect(caveats.join()).toContain('more of runs that watch: converged was skipped.');
    expect(status).toBe('pass');
  });

  it('counts throttles as callers did, and cold starts as the function reported', () => {
    const expected = { ...ASKED, throttles: {}, coldStarts: { maxShare: 1 } };
    const direct = judge(unwatched({ expect: expected }, 'lambda'));
    expect(direct.checks.find(({ id }) => id === 'throttles')?.message).toBe(
      'Throttles stayed within the budget. The client alone counted.',
    );
    expect(statusOf(direct, 'cold-starts')).toEqual(['pass', 'ok']);
  });

  it('doubts what was asked for and nobody reported, rather than skip it', () => {
    const record = unwatched({ expect: { ...ASKED, coldStarts: { maxShare: 1 } } }, 'lambda');
    const load = record.load.map((event) => {
      const { coldStarts: _, ...silent } = { coldStarts: 0, ...event };
      return silent as typeof event;
    });
    const silent = judge({ ...record, load });
    expect(statusOf(silent, 'cold-starts')).toEqual(['inconclusive', 'no-cold-start-data']);
    expect(silent.headline).toMatch(/^Cannot tell whether it met what is expected: /);
  });

  it('fails as any other, without a word of instances or CloudWatch', () => {
    const slow = judge(unwatched({ expect: { ...ASKED, latency: { maxMs: 1, over: 'run' } } }));
    expect(slow.status).toBe('fail');
    expect(slow.headline).toMatch(/^Latency too high: /);
    const words = slow.checks.filter(({ status }) => status === 'fail').map((one) => one.message);
    expect(words.join()).not.toMatch(/instance|ModelLatency|CloudWatch|alarm/i);
  });

  it('is told in every report, without empty charts', () => {
    const timeline = buildTimeline(unwatched({ expect: ASKED }));
    const page = renderHtml(verdict, timeline);
    const texts = [
      page,
      renderMarkdown(verdict),
      renderVerdict(verdict, { columns: 80, color: false, reportPath: 'report.html' }),
    ];
    for (const text of texts) {
      expect(text).toContain('Not watched: trigger-crossed, scaled-out, converged');
      expect(text).not.toContain('No scaling events');
    }
    expect(page).not.toMatch(/id="chart-(instances|tracked|model|function|gateway)/);
    expect(page).toContain('id="chart-latency"');
    expect(renderJunit(verdict)).toContain(
      '<skipped message="Nothing on AWS was watched, and only AWS can tell."/>',
    );
    const line = renderProgressLine({
      ...{ step: 'load', elapsedSeconds: 10, totalSeconds: 20, timeline },
    });
    expect(line).toContain('p99');
    expect(line).not.toMatch(/instances|target/);
  });
});
