import { describe, expect, it } from 'vitest';
import { findingRows } from '../../src/report/finding-rows.ts';
import { renderHtml } from '../../src/report/html.ts';
import { renderJunit } from '../../src/report/junit.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { settingRows } from '../../src/report/setting-rows.ts';
import { renderVerdict } from '../../src/report/terminal.ts';
import type { Finding } from '../../src/verdict/verdict.ts';
import { emptyTimeline, emptyVerdict, timeline, verdict } from './sample.ts';

const finding = (more: Partial<Finding>): Finding => ({
  code: 'flapping',
  severity: 'problem',
  message: 'It went up and down.',
  advice: 'Raise the cooldown.',
  value: null,
  when: null,
  evidence: [],
  ...more,
});

const terminal = (of: typeof verdict) =>
  renderVerdict(of, { columns: 200, color: false, reportPath: 'r.html' });

describe('findings', () => {
  it("show problems first, otherwise in the verdict's order", () => {
    const rows = findingRows([
      finding({ code: 'one', severity: 'note' }),
      finding({ code: 'two' }),
      finding({ code: 'three', severity: 'note' }),
      finding({ code: 'four' }),
    ]);
    expect(rows.map((row) => row.code)).toEqual(['two', 'four', 'one', 'three']);
  });

  it.each<[string, Finding['evidence'], string]>([
    ['nothing', [], ''],
    ['a file', [{ file: 'manifest.json', lines: [] }], 'manifest.json'],
    ['lines', [{ file: 'aws.ndjson', lines: [12, 40, 77] }], 'aws.ndjson:12, 40, 77'],
    [
      'lines of two files',
      [
        { file: 'aws.ndjson', lines: [1] },
        { file: 'load.ndjson', lines: [2, 3] },
      ],
      'aws.ndjson:1; load.ndjson:2, 3',
    ],
  ])('point at %s', (_, evidence, text) => {
    expect(findingRows([finding({ evidence })])[0]?.evidence).toBe(text);
  });

  it.each<[string, string]>([
    ['the terminal', terminal(verdict)],
    ['the page', renderHtml(verdict, timeline)],
    ['the job summary', renderMarkdown(verdict)],
    ['the JUnit report', renderJunit(verdict)],
  ])('are told in full by %s, and so are the settings', (_, text) => {
    const plain = text.replaceAll('\u00a0', ' ');
    for (const row of findingRows(verdict.findings)) {
      for (const part of [row.code, row.message, row.advice, row.evidence]) {
        expect(plain).toContain(part);
      }
    }
    for (const [what, value] of settingRows(verdict)) {
      expect(plain).toContain(what);
      expect(plain).toContain(value);
    }
  });

  it('leave no empty section, but a note on the page', () => {
    expect(terminal(emptyVerdict)).not.toMatch(/Findings|What was set/);
    expect(renderMarkdown(emptyVerdict)).not.toMatch(/Findings|What was set/);
    const page = renderHtml(emptyVerdict, emptyTimeline);
    expect(page).toContain('No findings.');
    expect(page).toContain('No configuration was recorded.');
  });
});

describe('checks that the scenario does not configure', () => {
  const line = 'Not configured: no-flapping, cold-starts, throttles, spillover, concurrency';

  it.each<[string, string]>([
    ['the terminal', terminal(verdict)],
    ['the page', renderHtml(verdict, timeline)],
    ['the job summary', renderMarkdown(verdict)],
  ])('are one line of %s', (_, text) => {
    expect(text).toContain(line);
    expect(text).not.toContain('SKIPPED');
  });

  it('can be all checks', () => {
    const checks = verdict.checks.map((check) => ({ ...check, status: 'skipped' as const }));
    const text = terminal({ ...verdict, checks });
    expect(text).toContain('Not configured: load-delivered, generator-lag,');
    expect(text).not.toContain('    observed');
    expect(renderMarkdown({ ...verdict, checks })).not.toContain('| Status |');
  });
});
