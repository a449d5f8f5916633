import { readFileSync } from 'node:fs';
import * as autoScaling from '@aws-sdk/client-application-auto-scaling';
import * as sageMaker from '@aws-sdk/client-sagemaker';
import { describe, expect, test } from 'vitest';
import { SHAPES } from '../../src/collector/answer-keys.ts';

/** A structure in the SDK's own schemas: its keys stand fifth. */
type Schema = readonly [number, string, string, unknown, readonly string[]];

function keysOf(shape: string): readonly string[] {
  const schemas = { ...sageMaker, ...autoScaling } as unknown as Record<string, Schema>;
  const schema = schemas[`${shape}$`];
  expect(schema?.[2], `a shape of the SDK named ${shape}`).toBe(shape);
  return schema![4];
}

const ALL = Object.values(SHAPES).flatMap((shapes) => Object.entries(shapes));

describe.each(ALL)(
  "the keys of the SDK's %s",
  (name, { understood, named = {}, left = [], values = {} }) => {
    test('are each in exactly one of the lists', () => {
      const listed = [...Object.keys(understood), ...Object.keys(named), ...left];
      expect(listed.toSorted()).toEqual(keysOf(name).toSorted());
    });

    test('have a list for what is within them, and known values of what is understood', () => {
      const shapes = new Set(ALL.map(([shape]) => shape));
      for (const inner of Object.values(understood)) {
        if (inner !== null) expect(shapes).toContain(inner);
      }
      for (const key of Object.keys(values)) expect(understood).toHaveProperty(key);
    });
  },
);

/** One row a shape, as docs/real-aws.md shows it. */
const ROWS = ALL.map(([name, { understood, named = {}, left = [] }]) => {
  const cell = (keys: readonly string[]) => (keys.length === 0 ? '-' : keys.join(', '));
  const told = Object.entries(named).map(([key, affects]) =>
    affects.length === 0 ? key : `${key} (${affects.join(', ')})`,
  );
  return `| ${name} | ${cell(Object.keys(understood))} | ${cell(told)} | ${cell(left)} |`;
});

test('docs/real-aws.md shows the lists', () => {
  const docs = readFileSync('docs/real-aws.md', 'utf8').split('\n');
  for (const row of ROWS) expect(docs).toContain(row);
});
