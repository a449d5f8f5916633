/** The saved half-year is what `npm run half-year` writes; if not, run it again. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SLOWER_MODEL, SLOWER_PROVISIONING } from '../../bench/half-year/night.ts';
import { entryOfNight } from '../../bench/half-year/simulate.ts';

const lines = readFileSync('test/history/half-year.ndjson', 'utf8').trim().split('\n');

test.each([1, SLOWER_MODEL.fromNight, SLOWER_PROVISIONING.fromNight])(
  'night %d of the saved half-year is the night that is simulated',
  async (number) => {
    expect(JSON.parse(JSON.stringify(await entryOfNight(number)))).toEqual(
      JSON.parse(lines[number - 1]!),
    );
  },
);
