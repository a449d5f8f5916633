import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  briefMilliseconds,
  clock,
  compact,
  count,
  counted,
  cutShort,
  dayAndTime,
  dollars,
  dollarsEach,
  figure,
  level,
  milliseconds,
  percent,
  perSecond,
  rate,
  seconds,
  secondsWithError,
  share,
  tenths,
  timeOfDay,
  wait,
  wholePercent,
} from '../../src/format/numbers.js';

type Format = (value: number) => string;

/** Each row: how it is written, and what. */
const TABLES: readonly (readonly [string, Format, readonly (readonly [string, number])[]])[] = [
  [
    'count',
    count,
    [
      ['0', 0],
      ['12,345', 12_345],
      ['0', -0.4],
    ],
  ],
  [
    'figure',
    figure,
    [
      ['0.25', 0.25],
      ['30.2', 30.2],
      ['100', 99.96],
      ['1,019', 1_019.4],
      ['< 0.01', 0.004],
      ['> -0.01', -0.004],
      ['-12.3', -12.34],
    ],
  ],
  [
    'level',
    level,
    [
      ['1,500', 1_500],
      ['66.67', 66.666],
      ['1,234.56', 1_234.56],
      ['0.00123', 0.00123],
    ],
  ],
  [
    'compact',
    compact,
    [
      ['24K', 24_000],
      ['1.25K', 1_250],
      ['0.25', 0.25],
      ['3.45M', 3_450_000],
    ],
  ],
  [
    'rate',
    rate,
    [
      ['1,000 requests/s', 1_000],
      ['0.5 requests/s', 0.5],
    ],
  ],
  [
    'perSecond',
    perSecond,
    [
      ['1,001/s', 1_001],
      ['30.5/s', 30.5],
    ],
  ],
  [
    'milliseconds',
    milliseconds,
    [
      ['0 ms', 0],
      ['< 0.01 ms', 0.001],
      ['0.12 ms', 0.123],
      ['3.22 ms', 3.218],
      ['10 ms', 9.996],
      ['46.9 ms', 46.94],
      ['251 ms', 250.6],
      ['3,321 ms', 3_321],
      ['9,999 ms', 9_999.4],
      ['10 s', 9_999.6],
      ['12.3 s', 12_345],
      ['400 s', 400_000],
    ],
  ],
  [
    'briefMilliseconds',
    briefMilliseconds,
    [
      ['8.4 ms', 8.44],
      ['100 ms', 99.6],
      ['999 ms', 999.4],
      ['1 s', 999.6],
      ['1.3 s', 1_326],
      ['12 s', 12_345],
    ],
  ],
  [
    'seconds',
    seconds,
    [
      ['0 s', 0],
      ['< 0.1 s', 0.04],
      ['4.5 s', 4.5],
      ['38.2 s', 38.24],
      ['62 s', 62],
      ['440 s', 440.4],
      ['2,980 s', 2_980],
    ],
  ],
  [
    'tenths',
    tenths,
    [
      ['0.0 s', 0],
      ['38.2 s', 38.24],
      ['440.0 s', 440],
      ['1,234.5 s', 1_234.5],
    ],
  ],
  [
    'wait',
    wait,
    [
      ['+12.1 s', 12.1],
      ['-0.5 s', -0.5],
      ['+0.0 s', 0],
    ],
  ],
  [
    'percent',
    percent,
    [
      ['0 %', 0],
      ['100 %', 1],
      ['25 %', 0.25],
      ['14.3 %', 1 / 7],
      ['97.02 %', 0.970_2],
      ['1 %', 0.01],
      ['0.046 %', 0.000_456],
      ['< 0.001 %', 1e-7],
      ['99.96 %', 0.999_6],
      ['99.996 %', 0.999_96],
      ['> 99.999 %', 0.999_999_9],
      ['120.5 %', 1.205],
      ['-0.2 %', -0.002],
      ['> -0.001 %', -1e-9],
    ],
  ],
  [
    'wholePercent',
    wholePercent,
    [
      ['0 %', 0],
      ['< 1 %', 0.004],
      ['45 %', 0.452],
      ['99 %', 0.99],
      ['> 99 %', 0.996],
      ['100 %', 1],
    ],
  ],
  [
    'dollars',
    dollars,
    [
      ['$0.00', 0],
      ['< $0.01', 0.004],
      ['$1.20', 1.2],
      ['$1,234.50', 1_234.5],
    ],
  ],
  [
    'dollarsEach',
    dollarsEach,
    [
      ['$0.23', 0.23],
      ['$1.50', 1.5],
      ['$0.0000166667', 0.000_016_666_7],
    ],
  ],
  [
    'clock',
    clock,
    [
      ['0:00', 0],
      ['1:35', 95.9],
      ['1:02:20', 3_740],
      ['-0:10', -10],
      ['0:00', -0.5],
    ],
  ],
  ['timeOfDay', timeOfDay, [['04:54:10', Date.UTC(2026, 10, 21, 4, 54, 10)]]],
  ['dayAndTime', dayAndTime, [['2026-11-21 04:54:10', Date.UTC(2026, 10, 21, 4, 54, 10)]]],
];

describe.each(TABLES)('%s', (_name, format, rows) => {
  it.each(rows)('writes %s', (text, value) => {
    expect(format(value)).toBe(text);
  });
});

it('makes a noun agree with its count', () => {
  expect([0, 1, 1.2, 2].map((value) => counted(value, 'instance'))).toEqual([
    '0 instances',
    '1 instance',
    '1 instance',
    '2 instances',
  ]);
  expect(counted(2, 'query', 'queries')).toBe('2 queries');
});

it('adds the error of a time if there is one', () => {
  expect(secondsWithError(38.24, 0.3)).toBe('38.2 s ± 0.3 s');
  expect([0, 0.04, null].map((error) => secondsWithError(62, error))).toEqual(
    Array(3).fill('62 s'),
  );
});

it('shows n/a for an unknown value', () => {
  const unknown = [count, perSecond, compact, milliseconds, briefMilliseconds, seconds, tenths];
  expect(unknown.map((format) => format(null))).toEqual(unknown.map(() => 'n/a'));
  expect([share(0, 0), wait(null)]).toEqual(['n/a', '']);
});

/** What a reader makes of the text: `< 0.1 s` lies below 0.1. */
function read(text: string): number {
  const value = Number(text.replaceAll(/[^\d.-]/g, ''));
  if (text.startsWith('<')) return value * 0.999;
  if (text.startsWith('>')) return value + Math.abs(value) * 1e-9;
  // Milliseconds are the only texts of two units.
  return text.endsWith(' s') ? value * 1_000 : value;
}

const MEASURED: readonly (readonly [string, Format, number])[] = [
  ['figure', figure, 1e7],
  ['milliseconds', milliseconds, 1e7],
  ['briefMilliseconds', briefMilliseconds, 1e7],
  ['percent', percent, 1],
  ['wholePercent', wholePercent, 1],
];

describe.each(MEASURED)('%s', (_name, format, most) => {
  const values = fc.oneof(
    fc.double({ min: 0, max: most, noNaN: true }),
    // As many near the ends as between: there the digits change.
    fc.double({ min: -12, max: 0, noNaN: true }).map((exponent) => most * 10 ** exponent),
    fc.double({ min: -12, max: 0, noNaN: true }).map((exponent) => most * (1 - 10 ** exponent)),
  );

  it('is monotonic', () => {
    fc.assert(
      fc.property(values, values, (one, other) => {
        const [less, more] = one < other ? [one, other] : [other, one];
        expect(read(format(less))).toBeLessThanOrEqual(read(format(more)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('shows 0 only for 0, and no trailing zeros', () => {
    fc.assert(
      fc.property(values, (value) => {
        const text = format(value);
        if (value > 0) expect(text).not.toMatch(/^0(?![.\d])/);
        expect(text).not.toMatch(/\.\d*0(?!\d)/);
      }),
      { numRuns: 2_000 },
    );
  });
});

it.each<[string, number | null, number | null]>([
  ['at least 10 s', 10_000, 10_000],
  ['at least 10 s', 9_910, 10_000],
  ['9,800 ms', 9_800, 10_000],
  ['10 s', 10_000, null],
  ['n/a', null, 10_000],
])('a latency cut short by a timeout reads %s', (expected, value, timeoutMs) => {
  expect(cutShort(value, timeoutMs)).toBe(expected);
});

describe('a share', () => {
  const counts = fc.integer({ min: 1, max: 1e9 });

  it.each([
    ['percent', percent],
    ['wholePercent', wholePercent],
  ] as const)('by %s is 100 %% only for all, and 0 %% only for none', (_name, format) => {
    fc.assert(
      fc.property(counts, counts, (one, other) => {
        const [part, all] = one < other ? [one, other] : [other, one];
        expect(format(part / all) === '100 %').toBe(part === all);
        expect(format(part / all)).not.toBe('0 %');
        expect(format((all - part) / all) === '0 %').toBe(part === all);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is within half of its last digit', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (value) => {
        const text = percent(value);
        const decimals = /\.(\d+)/.exec(text)?.[1]?.length ?? 0;
        if (/^\d/.test(text)) {
          expect(Math.abs(read(text) - value * 100)).toBeLessThanOrEqual(
            0.5 * 10 ** -Math.min(decimals, 1) + 1e-9,
          );
        }
      }),
    );
  });
});
