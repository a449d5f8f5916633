import { describe, expect, it } from 'vitest';
import { buildTimeline } from '../../src/analysis/build-timeline.ts';
import { renderHtml } from '../../src/report/html.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { renderVerdict } from '../../src/report/terminal.ts';
import { judge } from '../../src/verdict/judge.ts';
import { idOf, type Played, playedRun } from '../analysis/instances/played-fleet.ts';
import { HOSTILE } from './hostile.ts';

function reportsOf(changes: Partial<Played> = {}) {
  const record = playedRun({
    seed: 5,
    instances: 2,
    scaleOuts: [{ atSeconds: 120, to: 4 }],
    bad: { ordinal: 4, errorShare: 0.2 },
    ...changes,
  });
  const verdict = judge(record);
  return { record, verdict, page: renderHtml(verdict, buildTimeline(record)) };
}
const sectionOf = (page: string) =>
  /<section aria-labelledby="each-instance">.*?<\/section>/s.exec(page)?.[0] ?? '';

describe('each instance on the page', () => {
  const { page } = reportsOf();
  const section = sectionOf(page);

  it('has a row with two charts, the odd one first, and how it came', () => {
    expect(section.match(/<svg viewBox/g)).toHaveLength(2 * 4);
    const rows = [...section.matchAll(/<tr[^>]*><th scope="row">(.*?)<\/th>/g)].map(
      ([, row]) => row,
    );
    expect(rows).toHaveLength(4);
    expect(rows[0]).toBe(
      `<code>${idOf(4)}</code> <span class="came">scale-out A</span> <span class="is-problem">fails</span>`,
    );
    expect(rows[1]).toContain('<span class="came">first</span>');
    expect(section).toMatch(
      new RegExp(`aria-label="Instance ${idOf(4)}, Requests/min: \\d+/min to \\d+/min"`),
    );
  });

  it('shows once when new instances came into service', () => {
    // In service at 240 s: the fifth point begins there, and points stand for the minute around them.
    expect(section.match(/class="moment" d="M3\.\d 0V40"/g)).toHaveLength(2);
    expect(sectionOf(reportsOf({ scaleOuts: [], bad: { ordinal: 1 } }).page)).not.toContain(
      'moment',
    );
  });

  it('is no part of a page without metrics of single instances, nor is its style', () => {
    const { page: ordinary } = reportsOf({ enhanced: false });
    expect(sectionOf(ordinary)).toBe('');
    expect(ordinary.includes('.multiples')).toBe(false);
  });

  it('takes at most 300 KB for 200, with rows for all of them', () => {
    const {
      record,
      verdict,
      page: of200,
    } = reportsOf({
      instances: 200,
      scaleOuts: [],
      bad: { ordinal: 7, errorShare: 0.2 },
      rps: 200,
      loadSeconds: 2_400,
    });
    expect(sectionOf(of200).match(/<th scope="row">/g)).toHaveLength(200);
    const { instanceLines: _, ...timeline } = buildTimeline(record);
    const without = renderHtml({ ...verdict, instances: { first: 1, peak: 1, last: 1 } }, timeline);
    expect((Buffer.byteLength(of200) - Buffer.byteLength(without)) / 1_000).toBeLessThan(300);
  }, 30_000);

  it.each(Object.entries(HOSTILE))('never lets %s in an id become markup', (_, text) => {
    const { record } = reportsOf({ loadSeconds: 600 });
    const named = (id: string) => {
      const aws = record.aws.map((event) =>
        event.type === 'datapoint' && event.instanceId === idOf(1)
          ? { ...event, instanceId: id }
          : event,
      );
      const run = { ...record, aws };
      return renderHtml(judge(run), buildTimeline(run)).match(/<\/?[a-z]+/g);
    };
    expect(named(text)).toEqual(named('i-1'));
  });
});

describe('each instance in words', () => {
  it('is named by terminal and Markdown where it is odd', () => {
    const { verdict } = reportsOf();
    const terminal = renderVerdict(verdict, { columns: 200, color: false, reportPath: 'r.html' });
    for (const text of [terminal, renderMarkdown(verdict)]) {
      expect(text).toContain(`Instance ${idOf(4)} (from scale-out A) failed`);
    }
  });
});
