import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { STATUS_WORDS } from '../../src/report/status-words.ts';
import { renderClosing, renderVerdict } from '../../src/report/terminal.ts';
import type { Verdict } from '../../src/verdict/verdict.ts';
import { HOSTILE, hostileVerdict } from './hostile.ts';
import { emptyVerdict, verdict } from './sample.ts';
import { serverlessVerdict } from './sample-services.ts';

const reportPath = 'reports/2026-06-01T09-30-00-wine-7f3a/report.html';
const plain = (columns: number) => ({ columns, color: false, reportPath });

/** More lines than a screen has. */
const allFailed: Verdict = {
  ...verdict,
  checks: verdict.checks.map((check) => ({
    ...check,
    status: 'fail',
    message: 'It was far from what was asked for. '.repeat(6),
  })),
};

function widest(text: string): number {
  return Math.max(...text.split('\n').map((line) => stringWidth(stripVTControlCharacters(line))));
}

describe('the verdict at the terminal', () => {
  it.each([60, 80, 120])('matches its golden at %i columns', async (columns) => {
    const golden = `../golden/report/terminal-${columns}.txt`;
    await expect(renderVerdict(verdict, plain(columns))).toMatchFileSnapshot(golden);
  });

  it('matches its golden when nothing was measured', async () => {
    const golden = '../golden/report/terminal-empty.txt';
    await expect(renderVerdict(emptyVerdict, plain(80))).toMatchFileSnapshot(golden);
  });

  it('has no escape sequences without colour', () => {
    expect(renderVerdict(verdict, plain(80))).not.toMatch(/[\u001b\u009b]/);
  });

  it('has the same text with and without colour', () => {
    const colored = renderVerdict(verdict, { ...plain(80), color: true });
    expect(colored).toContain('\u001b[');
    expect(stripVTControlCharacters(colored)).toBe(renderVerdict(verdict, plain(80)));
  });

  it('explains a check only if it did not pass', () => {
    const text = renderVerdict(verdict, plain(300));
    expect(text).toContain('[service-too-slow]');
    expect(text).toContain('[metric-not-final]');
    expect(text).not.toContain('As asked for.');
  });

  it.each([
    ['a failure', verdict],
    ['nothing measured', emptyVerdict],
    ['every check failed', allFailed],
  ])('ends a screen of 80x24 with headline, open checks and path: %s', (_, shown) => {
    const lines = renderVerdict(shown, { ...plain(80), rows: 24 })
      .trimEnd()
      .split('\n');
    const screen = lines.slice(-23).join('\n');
    const { word } = STATUS_WORDS[shown.status];
    expect(screen).toContain(`${word}  ${shown.headline.slice(0, 40)}`);
    const open = shown.checks.filter(({ status }) => !['pass', 'skipped'].includes(status));
    for (const { id } of open) expect(screen).toContain(`  ${id}: `);
    expect(lines.at(-1)).toBe(`Report: ${reportPath}`);
  });

  it('shows the same end alone', () => {
    const closing = renderClosing(verdict, plain(80));
    expect(closing.split('\n').length).toBeLessThanOrEqual(24);
    expect(renderVerdict(verdict, plain(80)).endsWith(`\n\n${closing}`)).toBe(true);
  });

  it.each([
    ['wine', verdict],
    ['a serverless endpoint', serverlessVerdict],
  ])('breaks no word at 80 columns: %s', (_, shown) => {
    const words = (columns: number) => renderVerdict(shown, plain(columns)).split(/\s+/);
    const whole = new Set(words(1_000));
    // Bars are as long as the line allows.
    const broken = words(80).filter((word) => !whole.has(word) && !/^[█░]+$/.test(word));
    expect(broken).toEqual([]);
  });

  it('keeps every line within the width, whatever the strings', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 80 }),
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.constantFrom(...Object.values(HOSTILE)),
    );
    fc.assert(
      fc.property(text, fc.integer({ min: 24, max: 200 }), fc.boolean(), (any, columns, color) => {
        const rendered = renderVerdict(hostileVerdict(any), {
          columns,
          color,
          reportPath: 'r.html',
        });
        expect(widest(rendered)).toBeLessThanOrEqual(columns);
      }),
      { numRuns: 60 },
    );
  });

  it.each(Object.entries(HOSTILE))('is not led astray by %s', (_, text) => {
    const rendered = renderVerdict(hostileVerdict(text), { ...plain(80), reportPath: text });
    expect(rendered).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  });
});
