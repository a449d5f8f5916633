import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { importsOf } from '../imports.ts';

/** They find and check systems, and run in Node only. */
const NODE_ONLY = ['guarded-codec.ts', 'load-system.ts', 'system-shape.ts'];
const pure = readdirSync('src/systems').filter((file) => !NODE_ONLY.includes(file));

function runtimeImports(file: string): string[] {
  return importsOf(`src/systems/${file}`)
    .filter(({ isType }) => !isType)
    .map(({ from }) => from);
}

describe('systems import nothing at run time but each other, so that k6 can run them', () => {
  test.each(pure)('%s', (file) => {
    const others = pure.map((name) => `./${name}`);
    expect(others).toEqual(expect.arrayContaining(runtimeImports(file)));
  });

  test('and their contract imports nothing', () => {
    expect(runtimeImports('contract.ts')).toEqual([]);
  });

  test('detects imports', () => {
    expect(runtimeImports('load-system.ts')).toContain('node:fs');
    expect(runtimeImports('dog.ts')).toEqual(['./contract.ts', './lambda-invocation.ts']);
  });
});
