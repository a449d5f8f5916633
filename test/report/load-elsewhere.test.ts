/** Nobody brought samples of the load: no report may show zeros in their place. */
import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../src/report/html.ts';
import { renderJunit } from '../../src/report/junit.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { renderVerdict } from '../../src/report/terminal.ts';
import type { Verdict } from '../../src/verdict/verdict.ts';
import { timeline, verdict } from './sample.ts';

const NOTHING: Verdict['load'] = {
  ...verdict.load,
  planned: 0,
  sent: 0,
  notSent: 0,
  completed: 0,
  outcomes: {},
  sentShare: null,
  outcomeShares: {},
  peakPlannedRps: 0,
  peakSentRps: 0,
};

const elsewhere: Verdict = {
  ...verdict,
  loadFrom: 'elsewhere',
  load: { ...NOTHING, unknownBecause: 'sent-elsewhere' },
};
const lost: Verdict = { ...verdict, load: { ...NOTHING, unknownBecause: 'record-missing' } };

const REPORTS: readonly (readonly [string, (one: Verdict) => string])[] = [
  ['terminal', (one) => renderVerdict(one, { columns: 200, color: false, reportPath: 'r.html' })],
  ['Markdown report', renderMarkdown],
  ['page', (one) => renderHtml(one, timeline)],
];

describe.each(REPORTS)('the %s', (_name, render) => {
  it('says that the load was external, instead of showing zeros', () => {
    const text = render(elsewhere);
    expect(text).toContain('unknown: external load without samples');
    expect(text).not.toMatch(/planned 0|[Nn]o request completed/);
  });

  it('says that the record is missing, instead of showing zeros', () => {
    expect(render(lost)).toContain('unknown: the load record is missing');
  });

  it('shows the figures of provided samples, and names no engine that did not send them', () => {
    const text = render({ ...verdict, loadFrom: 'file' });
    const figures = /[\d,]+ sent|Requests? *\|? *[\d,]+/g;
    expect(text.match(figures)).toEqual(render(verdict).match(figures));
    expect(text).toContain('external load');
    expect(text).not.toMatch(/local, artillery|<dd>artillery|seed 42/);
  });
});

it('JUnit gives the reason for which a check was skipped', () => {
  const [first, ...others] = verdict.checks;
  const message = 'The load was sent elsewhere and the run has no samples of it.';
  const skipped = { ...first!, status: 'skipped', reason: 'load-elsewhere', message } as const;
  expect(renderJunit({ ...elsewhere, checks: [skipped, ...others] })).toContain(
    `<skipped message="${message}"/>`,
  );
});
