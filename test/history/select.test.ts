import { expect, test } from 'vitest';
import { type Selection, select } from '../../src/history/select.ts';
import { entry } from './entries.ts';

const runs = [
  entry(0, { label: 'a', commit: 'abc1'.repeat(10) }),
  entry(1, { status: 'fail' }),
  entry(2, { key: { scenario: 'iris' } }),
  entry(3, { key: { environment: 'release' }, label: 'a' }),
  entry(4, { status: 'fail', commit: 'abd1'.repeat(10) }),
];

test.each<[Selection, number[]]>([
  [{}, [0, 1, 2, 3, 4]],
  [{ scenario: 'wine' }, [0, 1, 3, 4]],
  [{ env: 'release' }, [3]],
  [{ series: entry(2, { key: { scenario: 'iris' } }).series }, [2]],
  [{ label: 'a' }, [0, 3]],
  [{ commit: 'ABC' }, [0]],
  [{ commit: 'ab' }, [0, 4]],
  [{ status: 'fail' }, [1, 4]],
  [{ sinceMs: entry(3).startedAtMs }, [3, 4]],
  [{ last: 2 }, [3, 4]],
  [{ status: 'fail', last: 1 }, [4]],
  [{ scenario: 'wine', env: 'release', label: 'b' }, []],
])('%j chooses %j', (selection, nights) => {
  expect(select(runs, selection)).toEqual(nights.map((night) => runs[night]));
});
