/** The mutation matrix as tests, one a row. */
import { expect, test } from 'vitest';
import { concerned, expectedOf, type MatrixCase, observe } from './matrix-case.ts';
import { stagesBesideTruth } from './stages-beside-truth.ts';

export function testEachRow(rows: readonly MatrixCase[]): void {
  test.each(rows)('$defect ($injected): what is expected, and nothing else', async (row) => {
    const { observed, verdict, record } = await observe(row.run);
    expect(concerned(row, observed)).toEqual(expectedOf(row));
    for (const { code, evidence } of verdict.findings) {
      expect(evidence, `${code} names no line that shows it`).not.toEqual([]);
    }
    // Whatever else is wrong, what is measured of a scale-out is what happened.
    if (verdict.scalingEvents.some(({ direction }) => direction === 'out')) {
      expect(stagesBesideTruth(record, verdict)).toEqual([]);
    }
  });
}
