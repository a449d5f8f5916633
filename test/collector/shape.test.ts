import { expect, test } from 'vitest';
import { differences, shapeOf } from './shape.ts';

test('a shape is every field with its type, and all items of a list together', () => {
  const answer = { A: [{ B: 1 }, { C: 'x', D: null }], E: [], F: new Date(0), G: {} };
  expect(Object.fromEntries(shapeOf(answer))).toEqual({
    'A[].B': 'number',
    'A[].C': 'string',
    E: 'list',
    F: 'date',
    G: 'object',
  });
});

test('absence, another type and another spelling are differences', () => {
  const left = shapeOf({ Name: 'x', Count: 1, Time: 5 });
  const right = shapeOf({ name: 'x', Count: '1', Time: 6 });
  expect(differences(left, right)).toEqual([
    'Count: number of the stand-in, string of moto',
    'only the stand-in: Name',
    'only moto: name',
  ]);
});
