/** The mutation matrix as tests, one a row. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { causeOf, concerned, expectedOf, type MatrixCase, observe, runsOf } from './matrix-case.ts';
import { stagesBesideTruth } from './stages-beside-truth.ts';
import { lineOf } from './verification-table.ts';

const lines = readFileSync('docs/verification.md', 'utf8').split('\n');

export function testEachRow(rows: readonly MatrixCase[]): void {
  test.each(rows)(
    '$defect ($injected): what is expected, and nothing else',
    async (row) => {
      const observations = [];
      // One after the other: a run takes the clock of the whole process.
      for (const run of runsOf(row)) {
        const observation = await observe(run);
        expect(concerned(row, observation.observed)).toEqual(expectedOf(row));
        expect(observation.verdict.cause?.code ?? null).toBe(causeOf(row));
        for (const { code, evidence } of observation.verdict.findings) {
          expect(evidence, `${code} names no line that shows it`).not.toEqual([]);
        }
        // Whatever else is wrong, what is measured of a scale-out is what happened.
        const { record, verdict } = observation;
        if (verdict.scalingEvents.some(({ direction }) => direction === 'out')) {
          expect(stagesBesideTruth(record, verdict)).toEqual([]);
        }
        observations.push(observation);
      }
      const isWhat = 'what docs/verification.md shows (`npm run verification` writes it anew)';
      expect(lines, isWhat).toContain(lineOf(row, observations));
    },
    180_000,
  );
}
