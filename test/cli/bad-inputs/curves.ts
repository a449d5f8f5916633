import { capacityTest } from '../../capacity/made-up-tests.ts';
import type { BadInput } from './row.ts';

const file = (...args: Parameters<typeof capacityTest>) => JSON.stringify(capacityTest(...args));
const TWO = {
  'a/capacity.json': file(1, 900),
  'b/capacity.json': file(2, 1_700, { instanceType: 'ml.c5.xlarge' }),
};

export const WRONG_CURVES: readonly BadInput[] = [
  {
    what: 'capacity-curve: no such directory',
    args: ['capacity-curve', 'DIR/none'],
    place: 'none',
    expected: 'name directories of runs or capacity tests',
    found: 'does not exist',
    next: 'or a parent of some',
  },
  {
    what: 'capacity-curve: a directory that is no run',
    args: ['capacity-curve', 'DIR/a'],
    files: { 'a/notes.txt': '' },
    place: 'a',
    expected: 'name directories of runs or capacity tests',
    found: 'holds no runs and no capacity tests',
    next: 'or a parent of some',
  },
  {
    what: 'capacity-curve: two instance types',
    args: ['capacity-curve', 'DIR/a', 'DIR/b'],
    files: TWO,
    place: 'test-2-1700 and test-1-900',
    expected: 'name runs that agree',
    found: 'differ in instanceType (ml.c5.xlarge and ml.m5.xlarge)',
    next: 'add --across instanceType',
  },
  {
    what: 'capacity-curve: a part that there is not',
    args: ['capacity-curve', 'DIR/a', '--across', 'size'],
    files: TWO,
    place: '--across',
    expected: 'expected a part of the key, one of system',
    found: 'size',
    next: 'correct it',
  },
  {
    what: 'capacity-curve: a negative count',
    args: ['capacity-curve', 'DIR/a'],
    files: { 'a/capacity.json': file(-1, 900) },
    place: 'capacity.json',
    expected: 'is not what a capacity test writes',
    found: 'see unit.count',
    next: 'again',
  },
  {
    what: 'capacity-curve: text that is no JSON',
    args: ['capacity-curve', 'DIR/a'],
    files: { 'a/capacity.json': 'rps,900' },
    place: 'capacity.json',
    expected: 'JSON',
    found: 'is not JSON',
    next: 'name the directory of a finished',
  },
  {
    what: 'capacity-curve: a count below 1',
    args: ['capacity-curve', '--at', '4,0'],
    place: "'--at <counts>'",
    expected: 'expected whole numbers of instances from 1',
    found: "'4,0'",
    next: '--help',
  },
  {
    what: 'capacity-curve: a negative rate',
    args: ['capacity-curve', '--for=-5'],
    place: "'--for <rates>'",
    expected: 'expected requests/s above 0',
    found: "'-5'",
    next: '--help',
  },
];
