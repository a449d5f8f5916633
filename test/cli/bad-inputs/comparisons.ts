import type { RunEntry } from '../../../src/history/entry.ts';
import { entry } from '../../history/entries.ts';
import type { BadInput } from './row.ts';

function compare(
  what: string,
  runs: readonly RunEntry[],
  args: readonly string[],
  names: Pick<BadInput, 'place' | 'expected' | 'found' | 'next'>,
): BadInput {
  return {
    what: `compare: ${what}`,
    args: ['compare', ...args, '--history', 'DIR/h.ndjson'],
    files: { 'h.ndjson': runs.map((run) => `${JSON.stringify(run)}\n`).join('') },
    ...names,
  };
}

const NIGHTS = [entry(0), entry(1, { key: { instanceType: 'ml.m5.large' } }), entry(2)];
const DOUBTED = [entry(0, { status: 'inconclusive' }), entry(1)];

export const WRONG_COMPARISONS: readonly BadInput[] = [
  compare('a name of nothing', NIGHTS, ['night-0000', 'befor'], {
    place: 'befor',
    expected: 'expected a run directory, or a run, label or commit',
    found: 'there is none',
    next: 'npx scaleproof history',
  }),
  compare('two series', NIGHTS, ['night-0000', 'night-0001'], {
    place: 'night-0000 and night-0001',
    expected: 'compare runs that agree',
    found: 'differ in instanceType: "ml.m5.xlarge" and "ml.m5.large"',
    next: 'add --across instanceType',
  }),
  compare('a base in doubt', DOUBTED, ['night-0000', 'night-0001'], {
    place: 'No base is left to compare',
    expected: 'left out',
    found: 'its verdict is inconclusive',
    next: 'Name other runs',
  }),
  compare('a run with itself', NIGHTS, ['night-0000', 'night-0000'], {
    place: 'night-0000',
    expected: 'name each run on one',
    found: 'is on both sides',
    next: 'name each run on one',
  }),
  compare('nothing before it', NIGHTS, ['night-0000', '--last', '5'], {
    place: 'night-0000',
    expected: 'name a base',
    found: 'has no run of series',
    next: 'npx scaleproof history add RUN',
  }),
  compare(
    'a limit of nothing',
    NIGHTS,
    ['night-0000', 'night-0002', '--max-regression', 'p99=5%'],
    {
      place: '--max-regression',
      expected: 'METRIC=10% with one of latency-p50',
      found: "'p99=5%'",
      next: '--help',
    },
  ),
  compare('a part of no key', NIGHTS, ['night-0000', 'night-0001', '--across', 'instance'], {
    place: '--across',
    expected: 'expected a part of the key, one of scenario',
    found: 'instance',
    next: 'correct it',
  }),
  compare('an alpha of everything', NIGHTS, ['night-0000', 'night-0002', '--alpha', '1'], {
    place: '--alpha',
    expected: 'between 0 and 1',
    found: "'1'",
    next: '--help',
  }),
];
