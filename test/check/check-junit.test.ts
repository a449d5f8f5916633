import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { buildReport } from '../../src/check/build-report.ts';
import { renderCheckJunit } from '../../src/check/check-junit.ts';
import type { CheckContext, CheckResult } from '../../src/check/check-report.ts';
import { HOSTILE } from '../report/hostile.ts';

const LABELS = ['0', '1'];
const CONTEXT: CheckContext = {
  ...{ scenario: 'iris', system: 'iris', environment: 'smoke', target: 'https://x', way: 'http' },
  ...{ onStandIn: false, minShare: null, minShareFrom: null },
  source: { kind: 'rows', choice: 'all', datasetRows: 150, seed: null },
};
const POSTMAN = { kind: 'postman', file: 'c.json', collection: 'c', keepHost: false } as const;

function made(row: number, expected: string | null, changes: Partial<CheckResult>): CheckResult {
  return {
    row,
    name: null,
    expected,
    predicted: expected,
    outcome: 'correct',
    detail: null,
    notes: [],
    ...changes,
  };
}

const RIGHT = [made(1, '0', {}), made(2, '0', {}), made(3, '1', {})];
const WRONG = made(4, '1', { predicted: '0', outcome: 'wrong' });
const FAILED = made(5, '1', { predicted: null, outcome: 'server-error', detail: 'HTTP 502: no' });
const BARE = made(6, null, { predicted: '1', outcome: 'unlabelled', row: null, name: 'one' });

const parser = new XMLParser({
  ...{ ignoreAttributes: false, attributeNamePrefix: '@', parseAttributeValue: true },
  isArray: (name) => name === 'testcase',
});

function suiteOf(results: CheckResult[], context: Partial<CheckContext> = {}, interrupted = false) {
  const xml = renderCheckJunit(
    buildReport({ ...CONTEXT, ...context }, results, LABELS, interrupted),
  );
  expect(XMLValidator.validate(xml)).toBe(true);
  return parser.parse(xml).testsuites.testsuite;
}

describe("a check's JUnit report", () => {
  test('has a green case for the bound and for each label', () => {
    const suite = suiteOf(RIGHT);
    expect(suite).toMatchObject({ '@tests': 3, '@failures': 0, '@errors': 0, '@skipped': 0 });
    expect(suite.testcase.map((one: Record<string, string>) => one['@name'])).toEqual([
      ...['Enough predictions are correct', 'rows labelled 0', 'rows labelled 1'],
    ]);
  });

  test('names each row that was not correct, and the next step', () => {
    const suite = suiteOf([...RIGHT, WRONG, FAILED]);
    expect(suite).toMatchObject({ '@tests': 3, '@failures': 2, '@errors': 0 });
    const [bound, zero, one] = suite.testcase;
    expect(bound.failure['@message']).toBe('3 of 5 correct, 1 wrong, 1 without a prediction.');
    expect(zero.failure).toBeUndefined();
    expect(one.failure['@message']).toBe('2 of 3 predictions not correct');
    expect(one.failure['#text'].split('\n')).toEqual([
      'row 4: expected 1, predicted 0 (wrong)',
      'row 5: expected 1, no prediction (server-error): HTTP 502: no',
      'next: Look at one of them: add --row 4 to the command.',
    ]);
  });

  test('does not name thousands of rows', () => {
    const suite = suiteOf(Array.from({ length: 3_000 }, (_, row) => ({ ...WRONG, row: row + 1 })));
    const lines = suite.testcase[1].failure['#text'].split('\n');
    expect(lines).toHaveLength(22);
    expect(lines[20]).toBe('and 2980 more');
  });

  test('is green where the bound allows a mistake, and names it', () => {
    const suite = suiteOf([...RIGHT, WRONG], { minShare: 0.75, minShareFrom: 'flag' });
    expect(suite).toMatchObject({ '@failures': 0, '@errors': 0, '@skipped': 1 });
    expect(suite.testcase[2].skipped['@message']).toBe(
      '1 of 2 predictions not correct; the limit allows it',
    );
  });

  test('is in error where the result depends on what was not checked', () => {
    const suite = suiteOf([...RIGHT, BARE], { source: POSTMAN });
    expect(suite).toMatchObject({ '@failures': 0, '@errors': 2 });
    expect(suite.testcase.at(-1)).toMatchObject({ '@name': 'request one' });
    expect(suite.testcase[0].error['#text']).toContain('next: Correct the requests');
  });

  test('is in error where it was interrupted, however good it began', () => {
    expect(suiteOf(RIGHT, {}, true)).toMatchObject({ '@failures': 0, '@errors': 1 });
  });

  test.each(Object.entries(HOSTILE))('is well-formed despite %s', (_, text) => {
    const hostile = { ...FAILED, name: text, expected: text, detail: text };
    expect(suiteOf([hostile], { scenario: text, target: text })['@failures']).toBe(2);
  });
});
