import { expect, test } from 'vitest';
import { renderHtml } from '../../src/report/html.ts';
import { renderJunit } from '../../src/report/junit.ts';
import { renderProgressLine } from '../../src/report/live.ts';
import { stepInWords } from '../../src/report/live-view.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { renderClosing } from '../../src/report/terminal.ts';
import type { Verdict } from '../../src/verdict/verdict.ts';
import { emptyTimeline, verdict } from './sample.ts';

const after = (...earlier: Verdict['attempt']['earlier']): Verdict => ({
  ...verdict,
  attempt: { number: earlier.length + 1, earlier },
});
const ONE = { runId: 'night-1', reasons: ['generator-lagging'] };
const TWO = { runId: 'night-2', reasons: ['metric-not-final', 'not-settled'] };
const closing = (of: Verdict) =>
  renderClosing(of, { columns: 200, color: false, reportPath: 'report.html' });
const SECOND = 'Attempt 2; the first was inconclusive: generator-lagging.';
const THIRD =
  'Attempt 3; the first was inconclusive: generator-lagging; the second was inconclusive: metric-not-final, not-settled.';

test.each([
  ['the terminal', closing],
  ['the page', (of: Verdict) => renderHtml(of, emptyTimeline)],
  ['Markdown', renderMarkdown],
])('%s says which attempt it is, and why the ones before do not count', (_, render) => {
  expect(render(verdict)).not.toMatch(/Attempt \d/);
  expect(render(after(ONE))).toContain(SECOND);
  expect(render(after(ONE, TWO))).toContain(THIRD);
});

test('JUnit has it as properties', () => {
  expect(renderJunit(verdict)).not.toContain('name="attempt"');
  const text = renderJunit(after(ONE, TWO));
  expect(text).toContain('<property name="attempt" value="3"/>');
  expect(text).toContain(
    '<property name="earlierAttempts" value="night-1 (generator-lagging); night-2 (metric-not-final, not-settled)"/>',
  );
});

test('the page names the runs of the earlier attempts', () => {
  expect(renderHtml(after(ONE), emptyTimeline)).toContain('night-1 (generator-lagging)');
});

test('a foreign manifest may have more attempts than this version makes', () => {
  expect(closing(after(ONE, ONE, ONE, ONE, ONE, ONE))).toContain('the 6th was inconclusive');
});

test('progress names the attempt, where there can be several', () => {
  expect(stepInWords('load', undefined)).toBe('Sending load');
  expect(stepInWords('load', { number: 2, of: 3 })).toBe('Sending load, attempt 2 of 3');
  const view = {
    step: 'load',
    elapsedSeconds: 5,
    totalSeconds: null,
    timeline: emptyTimeline,
  } as const;
  expect(renderProgressLine(view)).toMatch(/^0:05 load \|/);
  expect(renderProgressLine({ ...view, attempt: { number: 2, of: 3 } })).toMatch(
    /^0:05 load, attempt 2 of 3 \|/,
  );
});
