import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readDataset } from '../../src/dataset/read.ts';
import { UserError } from '../../src/input/user-error.ts';
import { car } from '../../src/systems/car.ts';
import { dogA } from '../../src/systems/dog.ts';
import { wine } from '../../src/systems/wine.ts';

const WINE = readFileSync('fixtures/wine.csv', 'utf8');
const [HEADER, FIRST, SECOND] = WINE.split('\n') as [string, string, string];
const directory = mkdtempSync(join(tmpdir(), 'dataset-'));
afterAll(() => rmSync(directory, { recursive: true }));

function read(text: string) {
  const file = join(directory, 'wine.csv');
  writeFileSync(file, text);
  return readDataset(file, wine.dataset);
}

describe('the wine fixture', () => {
  const rows = readDataset('fixtures/wine.csv', wine.dataset);

  test('has 178 rows of 13 features, 59, 71 and 48 of each cultivar', () => {
    expect(rows).toHaveLength(178);
    expect(rows.every((row) => row.values.length === 13)).toBe(true);
    const byLabel = Object.groupBy(rows, (row) => row.label);
    expect(Object.entries(byLabel).map(([label, all]) => [label, all?.length])).toEqual([
      ['0', 59],
      ['1', 71],
      ['2', 48],
    ]);
  });

  test('keeps each number as written, in addition to its value', () => {
    expect(rows[0]?.text[7]).toBe('0.28');
    expect(rows[0]?.values[7]).toBe(0.28);
    expect(rows[0]?.number).toBe(1);
  });
});

describe('reads an unusual but valid file', () => {
  const plain = read(`${HEADER}\n${FIRST}\n${SECOND}\n`);
  test.each([
    ['a byte order mark', `\uFEFF${HEADER}\n${FIRST}\n${SECOND}\n`],
    ['CRLF line ends', `${HEADER}\r\n${FIRST}\r\n${SECOND}\r\n`],
    ['no line end at the end', `${HEADER}\n${FIRST}\n${SECOND}`],
    ['an empty line', `${HEADER}\n${FIRST}\n\n${SECOND}\n`],
    ['quoted cells', `${HEADER}\n${FIRST.replace('14.23', '"14.23"')}\n${SECOND}\n`],
  ])('%s', (_name, text) => {
    expect(read(text)).toEqual(plain);
  });
});

describe('a wrong file gets file, line and what was expected', () => {
  test.each([
    ['empty', '', /wine\.csv is empty: expected a header line and rows/],
    ['no rows', `${HEADER}\n`, /line 1: expected rows after the header line, found none/],
    [
      'other header',
      `${HEADER.replace('ash,', 'asch,')}\n${FIRST}\n`,
      /line 1: .*expected "ash" as column 3, found "asch"/,
    ],
    ['no header', `${FIRST}\n${SECOND}\n`, /line 1: the header must be/],
    ['column missing', `${HEADER}\n${FIRST}\n1,2,3\n`, /line 3: expected 14 columns, found 3/],
    ['column too many', `${HEADER}\n${FIRST},9\n`, /line 2: expected 14 columns, found 15/],
    [
      'not a number',
      `${HEADER}\n${FIRST.replace('1.71', 'abc')}\n`,
      /line 2, column "malic_acid": expected a decimal number, found "abc"/,
    ],
    [
      'empty cell',
      `${HEADER}\n${FIRST.replace('1.71', '')}\n`,
      /column "malic_acid": expected a decimal number, found ""/,
    ],
    [
      'unknown label',
      `${HEADER}\n${FIRST.replace(/0$/, '7')}\n`,
      /column "cultivar": expected one of 0, 1, 2, found "7"/,
    ],
    ['stray quote', `${HEADER}\n${FIRST}\n14".2,1\n`, /line 3: not valid CSV/],
    ['unclosed quote', `${HEADER}\n"${FIRST}\n${SECOND}\n`, /not valid CSV .*quote/],
  ])('%s', (_name, text, message) => {
    expect(() => read(text)).toThrow(UserError);
    expect(() => read(text)).toThrow(message);
  });

  test('missing', () => {
    expect(() => readDataset(join(directory, 'none.csv'), wine.dataset)).toThrow(
      /none\.csv does not exist; check the scenario's `dataset` or, without one, the system's `dataset\.fixture`\.$/,
    );
  });
});

describe('a text column, and a label without a vocabulary', () => {
  function readDogs(lines: string) {
    const file = join(directory, 'dogs.csv');
    writeFileSync(file, `url,label\n${lines}\n`);
    return readDataset(file, dogA.dataset);
  }

  test('take any text; the label may be empty', () => {
    expect(readDogs('https://images.example.com/a.jpg?b=c,\n"with, a comma",13')).toEqual([
      {
        number: 1,
        text: ['https://images.example.com/a.jpg?b=c'],
        values: ['https://images.example.com/a.jpg?b=c'],
        label: '',
      },
      { number: 2, text: ['with, a comma'], values: ['with, a comma'], label: '13' },
    ]);
  });

  test('the text may not', () => {
    expect(() => readDogs(',13')).toThrow(
      /line 2, column "url": expected text, found an empty cell/,
    );
  });
});

test.each(['buying', 'maint', 'doors', 'persons', 'lug_boot', 'safety'])(
  'rejects a car with an unknown %s before any request',
  (column) => {
    const names = car.dataset.features.map(({ name }) => name);
    const cells = ['low', 'low', '5more', 'more', 'big', 'high'];
    cells[names.indexOf(column)] = '5';
    const file = join(directory, 'car.csv');
    writeFileSync(file, `${names.join(',')},class\n${cells.join(',')},vgood\n`);
    expect(() => readDataset(file, car.dataset)).toThrow(
      new RegExp(`line 2, column "${column}": expected one of .*, found "5"`),
    );
  },
);
