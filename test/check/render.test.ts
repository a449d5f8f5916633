import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { buildReport } from '../../src/check/build-report.ts';
import type { CheckContext, CheckResult } from '../../src/check/check-report.ts';
import { renderHeading, renderSummary } from '../../src/check/render-check.ts';
import { renderResult, resultStyle } from '../../src/check/render-result.ts';
import { palette } from '../../src/report/palette.ts';

const LABELS = ['setosa', 'virginica', 'versicolor'];

const CONTEXT: CheckContext = {
  scenario: 'iris',
  system: 'iris',
  environment: 'smoke',
  target: 'https://example.execute-api.eu-west-1.amazonaws.com',
  way: 'http',
  onStandIn: false,
  source: { kind: 'rows', choice: 'random', datasetRows: 150, seed: 7 },
  minShare: null,
  minShareFrom: null,
};

const RESULTS: CheckResult[] = [
  made(1, 'setosa', 'setosa', 'correct'),
  made(51, 'versicolor', 'virginica', 'wrong'),
  made(77, 'versicolor', 'virginica', 'wrong'),
  made(101, 'virginica', 'versicolor', 'wrong'),
  made(150, 'virginica', null, 'server-error', 'HTTP 502: {"message": "Internal server error"}'),
  { ...made(150, null, 'setosa', 'unlabelled'), row: null, name: 'folder / a request by name' },
  {
    ...made(150, null, null, 'not-sent', 'its body mode is "graphql"; only raw is supported'),
    row: null,
    name: '\u001b[31mred\u202e',
    notes: ['its pre-request script was not run'],
  },
];

function made(
  row: number,
  expected: string | null,
  predicted: string | null,
  outcome: CheckResult['outcome'],
  detail: string | null = null,
): CheckResult {
  return { row, name: null, expected, predicted, outcome, detail, notes: [] };
}

function render(columns: number, color = false): string {
  const paint = palette(color);
  const style = { columns, paint };
  const lines = resultStyle(RESULTS, LABELS, columns, paint);
  const report = buildReport(CONTEXT, RESULTS, LABELS, false);
  return [
    renderHeading(CONTEXT, 'Iris species', RESULTS.length, style),
    ...RESULTS.map((result) => renderResult(result, lines)),
    renderSummary(report, style),
  ].join('');
}

describe('a check at the terminal', () => {
  test.each([80, 40])('matches its golden at %i columns', async (columns) => {
    await expect(render(columns)).toMatchFileSnapshot(`../golden/check/iris-${columns}.txt`);
  });

  test.each([80, 100, 60, 40])('fits %i columns', (columns) => {
    for (const line of render(columns).split('\n')) {
      expect(stringWidth(line)).toBeLessThanOrEqual(columns);
    }
  });

  test('has the same text with and without colour, and strips colour from external text', () => {
    expect(stripVTControlCharacters(render(80, true))).toBe(render(80));
    expect(render(80, true)).toContain('\u001b[');
    expect(render(80)).not.toMatch(/[\u001b\u009b\u202e]/);
  });
});

describe('rows that have no label', () => {
  const unlabelled = [made(1, null, '45', 'well-formed'), made(2, null, null, 'timeout')];
  const style = { columns: 80, paint: palette(false) };

  test('show as well-formed, never as correct', () => {
    const lines = resultStyle(unlabelled, ['0', '45'], 80, palette(false));
    expect(unlabelled.map((result) => renderResult(result, lines))).toEqual([
      'row    1  expected none  predicted 45    WELL-FORMED\n',
      'row    2  expected none  no prediction   timeout\n',
    ]);
  });

  test.each<[string, CheckResult[], string]>([
    [
      'all answered',
      [made(1, null, '45', 'well-formed'), made(2, null, '7', 'well-formed')],
      '\nPASS  2 of 2 well-formed; no labels to compare with.\n',
    ],
    [
      'one not answered',
      unlabelled,
      '\nFAIL  1 of 2 well-formed, 1 without a prediction; no labels to compare with.\nFailed    1 timeout\n',
    ],
  ])('%s: no accuracy and no matrix', (_, results, summary) => {
    const source = { kind: 'rows', choice: 'all', datasetRows: 2, seed: null } as const;
    const report = buildReport({ ...CONTEXT, source }, results, ['0', '45'], false);
    expect(renderSummary(report, style)).toBe(summary);
  });

  test('are counted separately from correct ones', () => {
    const mixed = [made(1, '7', '7', 'correct'), made(2, null, '45', 'well-formed')];
    const summary = renderSummary(buildReport(CONTEXT, mixed, ['7', '45'], false), style);
    expect(summary).toContain('PASS  1 of 2 correct, 1 well-formed, without a label.\n');
    expect(summary).toContain('Accuracy  100 % of 1 prediction ');
  });
});

test.each([
  ['flag', '--min-share 0.5'],
  ['scenario', 'expect.accuracy 0.5 of scenario iris'],
] as const)('shows the limit of the %s as a share and a count', (minShareFrom, from) => {
  const context = { ...CONTEXT, minShare: 0.5, minShareFrom };
  const report = buildReport(context, RESULTS, LABELS, false);
  expect(renderSummary(report, { columns: 90, paint: palette(false) })).toContain(
    `\nLimit     ${from}: at least 4 of 7 correct\n`,
  );
});
