import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvText } from '../../src/format/csv.ts';

const parsed = (text: string): string[][] => parse(text, { record_delimiter: '\r\n' });

describe('CSV', () => {
  it('ends every line with CRLF, and writes numbers without grouping', () => {
    expect(csvText(['a', 'b'], [[1_234_567.5, null]])).toBe('a,b\r\n1234567.5,\r\n');
  });

  it.each([
    ['noise of binary fractions', 0.1 + 0.2, '0.3'],
    ['a large count', 102_838_000, '102838000'],
    ['a negative number, which is no formula', -5, '-5'],
    ['no number', Number.NaN, ''],
  ])('writes %s', (_, value, written) => {
    expect(csvText(['a'], [[value]])).toBe(`a\r\n${written}\r\n`);
  });

  it.each(['=1+1', '+1', '-1+1|cmd', '@SUM(A1)', '\t=1', '\r=1'])(
    'shows %j instead of running it as a formula',
    (text) => {
      expect(parsed(csvText(['a'], [[text]]))[1]).toEqual([`'${text}`]);
    },
  );

  it('gives back any text that is no formula', () => {
    const text = fc.string({ unit: 'binary' }).filter((each) => !/^[=+\-@\t\r\n]/.test(each));
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1 }), (rows) => {
        expect(parsed(csvText(['a', 'b'], rows)).slice(1)).toEqual(rows);
      }),
    );
  });
});
