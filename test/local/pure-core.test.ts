import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const LOCAL = new URL('../../src/local/', import.meta.url);

/** What a module imports at run time, and what those import, and so on. */
function imports(file: string, seen = new Set<string>()): Set<string> {
  const source = readFileSync(new URL(file, LOCAL), 'utf8');
  for (const [, from] of source.matchAll(/^import (?!type )[^;]*?from '([^']+)';/gms)) {
    if (seen.has(from!)) continue;
    seen.add(from!);
    if (from!.startsWith('./')) imports(from!, seen);
  }
  return seen;
}

const PURE = [
  'simulation.ts',
  'settings.ts',
  'chance.ts',
  'api-gateway.ts',
  'lambda-function.ts',
  'api-faults.ts',
];

test('the simulation needs nothing of Node: no clock, no file, no socket', () => {
  for (const file of PURE) {
    const all = [...imports(file)];
    expect(all.filter((from) => from.startsWith('node:') || from.startsWith('../'))).toEqual([]);
  }
  expect(imports('simulation.ts')).toContain('./instance.ts');
});

test('nothing in it reads the clock or draws its own chance', () => {
  const files = PURE.flatMap((file) => [`./${file}`, ...imports(file)]).filter((f) =>
    f.startsWith('./'),
  );
  for (const file of files) {
    const source = readFileSync(new URL(file, LOCAL), 'utf8');
    expect(source).not.toMatch(/Date\.now|performance\.|Math\.random|setTimeout|randomUUID/);
  }
});
