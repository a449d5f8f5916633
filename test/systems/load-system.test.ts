import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { UserError } from '../../src/input/user-error.ts';
import { datasetFileOf, loadSystem, systemReference } from '../../src/systems/load-system.ts';
import { SYSTEMS } from '../../src/systems/registry.ts';
import { wrongMembers } from '../../src/systems/system-shape.ts';
import { wine } from '../../src/systems/wine.ts';

const directory = mkdtempSync(join(tmpdir(), 'systems-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** A module of its own for each text: Node imports one only once. */
function moduleOf(name: string, source: string): string {
  mkdirSync(join(directory, name), { recursive: true });
  const file = join(directory, name, 'system.mjs');
  writeFileSync(file, source);
  return file;
}

const RIGHT = `{
  id: 'echo', title: 'Echo', defaultWay: 'http',
  dataset: { fixture: 'echo.csv', features: [{ name: 'x', kind: 'number' }], label: { name: 'y' } },
  ways: { http: { encode: () => {}, decode: () => {} } },
}`;

test('finds every shipped system by its id, in the shape of a custom module', async () => {
  expect([...SYSTEMS.keys()]).toEqual(['iris', 'wine', 'car', 'dog-a', 'dog-b']);
  for (const [id, system] of SYSTEMS) {
    expect(await loadSystem(id)).toBe(system);
    expect(wrongMembers(system, id)).toEqual([]);
    expect(system.id).toBe(id);
  }
});

test('keeps an id, and resolves a path from the scenario', () => {
  expect(systemReference('dog-a', '/scenarios')).toBe('dog-a');
  expect(systemReference('./mine.ts', '/scenarios')).toBe('/scenarios/mine.ts');
  expect(systemReference('../mine.mjs', '/scenarios')).toBe('/mine.mjs');
  expect(systemReference('/else/where.js', '/scenarios')).toBe('/else/where.js');
});

test.each([
  ['default export', `export default ${RIGHT}`],
  ['named export', `export const system = ${RIGHT}`],
])('a module with a %s is a system, its dataset beside it', async (name, source) => {
  const file = moduleOf(name, source);
  const system = await loadSystem(file);
  expect(system.id).toBe('echo');
  expect(datasetFileOf(file, system)).toBe(join(directory, name, 'echo.csv'));
});

test("a shipped system's dataset is in fixtures/", () => {
  expect(datasetFileOf('wine', wine)).toMatch(/[/\\]fixtures[/\\]wine\.csv$/);
});

describe('rejects what is not a system with one sentence', () => {
  test.each<[string, string, RegExp]>([
    ['nothing', 'export const other = 1', /exports no system; expected a default export, or one/],
    ['not JavaScript', 'export default {', /system module .* cannot be loaded: /],
    ['throws', "throw new Error('no licence')", /cannot be loaded: no licence/],
    ['a number', 'export default 7', /: expected an object with id, title, .*, found 7\./],
    [
      'no decode',
      `export default ${RIGHT.replace(', decode: () => {}', '')}`,
      /no decode.system\.mjs: "ways\.http\.decode": expected a function, found nothing; add it\./,
    ],
    [
      'encode is text',
      `export default ${RIGHT.replace('encode: () => {}', "encode: 'x'")}`,
      /"ways\.http\.encode": expected a function, found "x"; correct it\./,
    ],
    [
      'another default way',
      `export default ${RIGHT.replace("defaultWay: 'http'", "defaultWay: 'lambda'")}`,
      /"defaultWay": expected one of the ways in `ways`, found "lambda"; correct it\./,
    ],
    [
      'a kind of column that does not exist',
      `export default ${RIGHT.replace("kind: 'number'", "kind: 'image'")}`,
      /"dataset\.features\.0\.kind": expected one of number, category, text, found "image"; correct it\./,
    ],
    [
      'no label',
      `export default ${RIGHT.replace(", label: { name: 'y' }", '')}`,
      /"dataset\.label": expected an object with name, found nothing; add it\./,
    ],
  ])('%s', async (name, source, message) => {
    const refusal = loadSystem(moduleOf(name, source));
    await expect(refusal).rejects.toThrow(UserError);
    await expect(refusal).rejects.toThrow(message);
  });

  test('a file that is not there', async () => {
    await expect(loadSystem(join(directory, 'none.ts'))).rejects.toThrow(
      /none\.ts does not exist; name another: expected a path relative to the scenario, or one of iris, wine/,
    );
  });

  test('an id that is not known', async () => {
    await expect(loadSystem('irs')).rejects.toThrow('unknown system "irs"; did you mean "iris"?');
  });
});

test('holds what a module returns to the contract, and passes on what its decode throws', async () => {
  const ways = `ways: { http: {
    encode: ({ number }) => number === 1 ? { method: 'GET', path: '/', headers: {}, body: null } : null,
    decode: ({ status }) => {
      if (status === 500) throw new Error('no such field');
      return status === 200 ? { outcome: 'correct', predicted: 'a' } : Promise.resolve(null);
    },
  } },`;
  const file = moduleOf(
    'half right',
    `export default ${RIGHT.replace(/ways: .*\n/, () => `${ways}\n`)}`,
  );
  const { encode, decode } = (await loadSystem(file)).ways.http!;
  const row = (number: number) => ({ number, text: ['1'], values: [1], label: 'a' });
  const address = { path: null, functionName: null, endpointName: null };
  const answer = (status: number) => ({ status, headers: {}, body: '' });
  expect(encode(row(1), address)).toMatchObject({ path: '/' });
  expect(() => encode(row(2), address)).toThrow(
    `${file}, ways.http.encode, row 2: expected a request, found null; correct the module.`,
  );
  expect(decode(answer(200), row(1))).toEqual({ outcome: 'correct', predicted: 'a' });
  expect(() => decode(answer(201), row(3))).toThrow(
    /ways\.http\.decode, row 3: expected an outcome, found a promise/,
  );
  expect(() => decode(answer(500), row(1))).toThrow(/^no such field$/);
});
