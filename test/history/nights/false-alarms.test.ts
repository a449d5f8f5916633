import { expect, it } from 'vitest';
import { NOISE_KINDS } from '../../../bench/nights/noise-kinds.ts';
import { quietNights } from '../../../bench/nights/trial.ts';
import { judgeNights } from '../../../src/history/nights/judge-nights.ts';

/** The first of the series behind the tables of docs/nightly.md, every third night of it. */
it('tells no regression of a series that has none, whatever its noise', () => {
  const told = NOISE_KINDS.flatMap(({ name }, kind) => {
    const values = quietNights(kind, 0.03, 0);
    return values.flatMap((_, night) =>
      night % 3 === 0 &&
      judgeNights(values.slice(0, night + 1), { better: 'lower' }).state === 'regression'
        ? [`${name}, night ${night}`]
        : [],
    );
  });
  expect(told).toEqual([]);
});
