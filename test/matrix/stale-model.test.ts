/** What the verdict names of a stale model is what the stand-in did. */
import { expect, test } from 'vitest';
import { predictionTable } from '../../src/analysis/row-predictions.ts';
import { readDataset } from '../../src/dataset/read.ts';
import { olderLabel } from '../../src/local/models/model.ts';
import { irisModel } from '../../src/local/models/numbers.ts';
import { iris } from '../../src/systems/iris.ts';
import { checkOf } from '../verdict/defects.ts';
import { observe } from './matrix-case.ts';

const SHARE = 0.02;
const FIRST_ANSWERS_MS = 60_000;

test('its rows are named, and that it began as the second instance came into service', async () => {
  const faults = { badInstance: { ordinal: 2, staleShare: SHARE } };
  const { record, verdict } = await observe({ scaleproof: { standIn: { faults } } });
  const { classes, predict } = irisModel();
  const stale = readDataset('fixtures/iris.csv', iris.dataset).filter(({ values }) => {
    // As the API's function puts them on one line: numbers, without their trailing zeros.
    const line = values.join(',');
    const now = predict(line)!;
    return olderLabel(now, line, { classes, differingShare: SHARE }) !== now;
  });
  expect(stale.length).toBeGreaterThan(0);

  const differing = predictionTable(record.load)!.rows.filter(
    ({ predictions }) => predictions.length > 1,
  );
  expect(differing.map(({ row }) => row)).toEqual(stale.map(({ number }) => number));
  const { message } = checkOf(verdict.checks, 'consistent');
  for (const { row } of differing) expect(message).toMatch(new RegExp(`row ${row} got`, 'i'));

  const inService = record.truth.find(({ type }) => type === 'in-service')!.atMs;
  const began = Math.min(...differing.map(({ predictions }) => predictions[1]!.firstMs));
  // Counted by the second in which it began.
  expect(began).toBeGreaterThan(inService - 1_000);
  expect(began).toBeLessThan(inService + FIRST_ANSWERS_MS);
  expect(message).toMatch(/, [\d.]+ s after 3 instances were in service\. /);
}, 180_000);
