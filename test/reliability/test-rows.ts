/** Rows of the fault matrix as tests: what breaks is named, and nothing that was measured is lost. */
import { describe, expect, test } from 'vitest';
import { observe } from './observe.ts';
import type { ReliabilityCase } from './reliability-case.ts';
import { canMount } from './small-disk.ts';

export function testRows(rows: readonly ReliabilityCase[]): void {
  const mounts = canMount();
  const isPossible = ({ needsMount }: ReliabilityCase) => mounts || !needsMount;
  describe.concurrent('when things break', () => {
    test.each(rows.filter(isPossible))(
      '$fault ($injected)',
      async (row) => {
        expect(await observe(row)).toEqual(row.expected);
      },
      120_000,
    );

    test.skip.each(rows.filter((row) => !isPossible(row)))(
      '$fault ($injected): needs the right to mount',
      () => {},
    );
  });
}
