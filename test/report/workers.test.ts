import { describe, expect, it } from 'vitest';
import { workerMultiples } from '../../src/analysis/worker-multiples.ts';
import type { WorkersRecord } from '../../src/record/workers-record.ts';
import { pathOf } from '../../src/report/html/multiples/small-chart.ts';
import { renderHtml } from '../../src/report/html.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { renderVerdict } from '../../src/report/terminal.ts';
import { judge } from '../../src/verdict/judge.ts';
import { verdictSchema } from '../../src/verdict/verdict.ts';
import { syntheticRun } from '../verdict/synthetic-run.ts';
import { HOSTILE } from './hostile.ts';
import { timeline, verdict } from './sample.ts';
import { workersRecord } from './sample-workers.ts';

const pageOf = (record: WorkersRecord) =>
  renderHtml(verdict, { ...timeline, workers: workerMultiples(record) });
const sectionOf = (page: string) =>
  /<section aria-labelledby="workers">.*?<\/section>/s.exec(page)?.[0] ?? '';
const ordinary = renderHtml(verdict, timeline);
const kilobytesMore = (page: string) =>
  (Buffer.byteLength(page) - Buffer.byteLength(ordinary)) / 1_000;

describe('the workers on the page', () => {
  it('are no part of an ordinary run, nor is their style', () => {
    expect(sectionOf(ordinary)).toBe('');
    expect(ordinary.includes('.multiples')).toBe(false);
  });

  it('have a row with four charts each, and their problems in words', () => {
    const section = sectionOf(pageOf(workersRecord(8)));
    expect(section.match(/<svg viewBox/g)).toHaveLength(4 * 7);
    expect(section).toContain('7 of 8 workers left samples.');
    expect(section).toContain('<li>Worker 3 left no samples');
    expect(section).toMatch(/<th scope="row">7 <span class="is-problem">cut off<\/span>/);
    expect(section).toContain('aria-label="Worker 7, Sent/s: 94/s to 1,250/s"');
    expect(section).not.toContain('<details');
  });

  it('are at most 250 KB for 200 and 400 KB for a thousand, problems included', () => {
    expect(kilobytesMore(pageOf(workersRecord(200)))).toBeLessThan(250);
    const problems = Array.from({ length: 1_000 }, (_, index) => ({
      worker: index + 1,
      kind: 'late' as const,
      message: `Worker ${index + 1} began late. ${'x'.repeat(5_000)}`,
    }));
    const page = pageOf({ ...workersRecord(1_000), problems });
    expect(kilobytesMore(page)).toBeLessThan(400);
    expect(sectionOf(page)).toContain('All 1,000 are in workers.json.');
    expect(sectionOf(page)).toContain('799 more workers, in figures');
  });

  it('are said to be missing where all are', () => {
    const { problems, ...rest } = workersRecord(3);
    const section = sectionOf(pageOf({ ...rest, problems, expected: 1, workers: [] }));
    expect(section).toContain('0 of 1 worker left samples.');
    expect(section).not.toContain('<table');
  });

  it.each(Object.entries(HOSTILE))('never let %s in a file name become markup', (_, text) => {
    const named = (name: string) => {
      const record = workersRecord(4);
      const problems = [
        { worker: null, kind: 'foreign' as const, message: `${name} is of another load.` },
      ];
      return sectionOf(pageOf({ ...record, problems }));
    };
    const tags = (page: string) => page.match(/<\/?[a-z]+/g);
    expect(tags(named(text))).toEqual(tags(named('file')));
  });
});

describe('a line of a worker', () => {
  it.each([
    [[0, 5, 10], 'M0 39L2 1'],
    [[0, 10, 0], 'M0 39L1 1 2 39'],
    [[10, 10, 10, 10, 0], 'M0 1L3 1 4 39'],
    [[null, 10, null, 0, 0], 'M1 1h0M3 39L4 39'],
    [[null, null], ''],
    [[], ''],
  ])('%j is %s', (line, path) => {
    expect(pathOf(line, 10).text).toBe(path);
  });
});

describe('the workers in words', () => {
  const of = (workers: WorkersRecord | null) => {
    const judged = verdictSchema.parse(judge({ ...syntheticRun(), workers }));
    const terminal = renderVerdict(judged, {
      columns: 100,
      color: false,
      reportPath: 'report.html',
    });
    return { judged, terminal, markdown: renderMarkdown(judged) };
  };

  it('are no line of an ordinary run', () => {
    const { judged, terminal, markdown } = of(null);
    expect('workers' in judged.load).toBe(false);
    expect(`${terminal}${markdown}`).not.toMatch(/^(?: {2}|\| )workers /m);
  });

  it('say how many there were, and which had a problem', () => {
    const { judged, terminal, markdown } = of(workersRecord(24));
    expect(judged.load.workers).toEqual({
      expected: 24,
      withSamples: 23,
      problems: [
        { kind: 'missing', workers: [3] },
        { kind: 'cut-off', workers: [7] },
      ],
    });
    const line = '23 of 24 left samples; missing: 3; cut off: 7';
    expect(terminal).toMatch(new RegExp(`^ {2}workers +${line}$`, 'm'));
    expect(markdown).toContain(`| workers | ${line} |`);
  });

  it('name a few of many, and a file that names none', () => {
    const problems = [
      ...Array.from({ length: 12 }, (_, index) => ({
        worker: index + 1,
        kind: 'late' as const,
        message: 'late',
      })),
      { worker: null, kind: 'foreign' as const, message: 'foreign' },
    ];
    const { workers } = workersRecord(2);
    expect(of({ ...workersRecord(2), problems, workers }).markdown).toContain(
      '| workers | 2; late start: 1, 2, 3, 4, 5, 6, 7, 8 and 4 more; another load’s: unknown |',
    );
  });
});
