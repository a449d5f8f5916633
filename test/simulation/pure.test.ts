import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { importsOf } from '../imports.ts';

const ROOM = 'src/simulation';
const files = readdirSync(ROOM).map((name) => `${ROOM}/${name}`);

/** Pure itself: seeded sources of chance. */
const PACKAGES = ['d3-random'];

/** What would tie the simulation to real time, to this machine or to chance that no seed repeats. */
const IMPURE =
  /\b(?:Date\.now|new Date\(\)|performance\.|process\.|Math\.random|setTimeout|setInterval|setImmediate|randomUUID|fetch\(|globalThis|console\.)/;

test.each(files)('%s needs no clock, no network and no disk', (file) => {
  const needed = importsOf(file).filter(({ isType }) => !isType);
  const others = needed.filter(({ from }) => !from.startsWith('./') && !PACKAGES.includes(from));
  expect(others).toEqual([]);
  expect(readFileSync(file, 'utf8')).not.toMatch(IMPURE);
});
