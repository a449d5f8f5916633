import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ComponentLook, CopyChanges } from '../../src/collector/copy-changes.ts';

/** A look as `status desired current specification`. */
function look(text: string): ComponentLook {
  const [status, desired, current, specification] = text.split(' ');
  return {
    status: status!,
    desired: Number(desired),
    current: Number(current),
    specification: specification!,
  };
}

function told(looks: readonly string[]): boolean[] {
  const changes = new CopyChanges();
  return looks.map((each) => changes.isUpdating(look(each)));
}

describe('while Updating', () => {
  test.each<[string, string[], boolean[]]>([
    [
      'a changed desired count is scaling, until it is over',
      ['InService 1 1 v1', 'Updating 3 1 v1', 'Updating 3 2 v1', 'InService 3 3 v1'],
      [false, false, false, false],
    ],
    [
      'the same desired count is an update, whatever copies overlap',
      ['InService 2 2 v1', 'Updating 2 3 v1', 'Updating 2 2 v1', 'InService 2 2 v1'],
      [false, true, true, false],
    ],
    [
      'another specification is an update, also where the count changes with it',
      ['InService 2 2 v1', 'Updating 3 2 v2', 'InService 3 3 v2'],
      [false, true, false],
    ],
    [
      'scaling within an update stays an update',
      ['InService 2 2 v1', 'Updating 2 3 v1', 'Updating 4 3 v1'],
      [false, true, true],
    ],
    [
      'scaling back to where it was stays scaling',
      ['InService 1 1 v1', 'Updating 2 1 v1', 'Updating 1 1 v1'],
      [false, false, false],
    ],
    ['the first look of all, with copies to come, is scaling', ['Updating 3 1 v1'], [false]],
    ['the first look of all, with all copies there, is an update', ['Updating 2 2 v1'], [true]],
  ])('%s', (_what, looks, updating) => {
    expect(told(looks)).toEqual(updating);
  });
});

test('nothing but Updating is ever an update, and one ends with it', () => {
  const anyLook = fc.record({
    status: fc.constantFrom('InService', 'Updating', 'Creating', 'Failed'),
    desired: fc.nat(3),
    current: fc.nat(3),
    specification: fc.constantFrom('v1', 'v2'),
  });
  fc.assert(
    fc.property(fc.array(anyLook), (looks) => {
      const changes = new CopyChanges();
      for (const each of looks) {
        const updating = changes.isUpdating(each);
        if (each.status !== 'Updating') expect(updating).toBe(false);
      }
    }),
  );
});
