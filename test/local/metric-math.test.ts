import { describe, expect, test } from 'vitest';
import { evaluate, type MathValue } from '../../src/local/services/metric-math.ts';

const SERIES: Record<string, MathValue> = {
  a: new Map([
    [0, 6],
    [60, 8],
    [120, 1],
  ]),
  b: new Map([
    [0, 2],
    [60, 0],
  ]),
};
const result = (expression: string) => {
  const value = evaluate(expression, (id) => SERIES[id]);
  return typeof value === 'number' ? value : [...value];
};

describe('metric math', () => {
  test.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['8 / 4 / 2', 1],
    ['10 - 4 - 3', 3],
    ['-2 * -(1.5e1)', 30],
  ])('%s is %d', (expression, expected) => expect(result(expression)).toBe(expected));

  test('has a value where both series have one', () => {
    expect(result('a + b')).toEqual([
      [0, 8],
      [60, 8],
    ]);
  });

  test('has none for a division by zero', () => {
    expect(result('100 * a / b')).toEqual([[0, 300]]);
  });

  test('applies a number to every value', () => {
    expect(result('a * 10')).toEqual([
      [0, 60],
      [60, 80],
      [120, 10],
    ]);
    expect(result('10 - a')).toEqual([
      [0, 4],
      [60, 2],
      [120, 9],
    ]);
  });

  test.each([
    ['a +', 'it ends too early'],
    ['', 'it ends too early'],
    ['(a', 'a parenthesis is not closed'],
    ['a b', 'b is not expected there'],
    ['a ^ 2', 'it cannot be read from " ^ 2" on'],
    ['c / a', 'no query has the id c'],
    ['SUM(a)', 'the function SUM is not simulated'],
    ['('.repeat(5000), 'it is nested too deeply'],
  ])('%.20s is refused: %s', (expression, problem) => {
    expect(() => result(expression)).toThrow(problem);
  });
});
