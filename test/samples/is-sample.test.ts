import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadEventSchema } from '../../src/record/load-events.ts';
import { isPlausible } from '../../src/record/plausible.ts';
import { isAnswers } from '../../src/samples/is-answers.ts';
import { isSample } from '../../src/samples/is-sample.ts';
import { told } from './workers.ts';

const [events] = told({ workers: 1 }).workers;
const samples = events!.filter(({ type }) => type === 'sample');

const anything = fc.oneof(
  fc.constantFrom(
    null,
    true,
    '',
    'x',
    'AAAA',
    'AA==',
    'A===',
    'AAA',
    [],
    {},
    -1,
    0,
    0.5,
    Number.POSITIVE_INFINITY,
  ),
  fc.constantFrom(2 ** 53, 1e13, 1e12, 7_258_118_400_001, 1_000_001, '200', 'AA-_'),
  fc.constantFrom(
    { correct: 1 },
    { 200: 1 },
    { other: 2 },
    { timeout: { 3: 1 } },
    { stopped: 0.5 },
  ),
  fc.constantFrom({ timeout: { 0: 1 } }, { correct: { 1: 1 } }, { wrong: { 1: 0 } }, { 20: 1 }),
);

/** Where a sample can be changed: a field, or a field of a field. */
const paths = [
  ...Object.keys(samples[0]!).filter((key) => key !== 'type'),
  ...['dueEarlier', 'coldStarts', 'unknown'],
  ...['count', 'sum', 'min', 'max', 'ddsketch'].map((key) => `latencyMs.${key}`),
  ...['outcomes.correct', 'outcomes.lost', 'statuses.200', 'statuses.20', 'notSent.stopped'],
];

function changed(sample: object, path: string, value: unknown): Record<string, unknown> {
  const copy = structuredClone(sample) as Record<string, Record<string, unknown>>;
  const [key, inner] = path.split('.') as [string, string?];
  if (inner === undefined) return { ...copy, [key]: value };
  return { ...copy, [key]: { ...copy[key], [inner]: value } };
}

describe('a sample line', () => {
  it('is one by hand if and only if it is one by schema', () => {
    let [accepted, refused] = [0, 0];
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.array(fc.tuple(fc.constantFrom(...paths), anything), { maxLength: 2 }),
        (sample, changes) => {
          const line = changes.reduce(
            (sum, [path, value]) => changed(sum, path, value),
            sample as unknown as Record<string, unknown>,
          );
          const read = loadEventSchema.safeParse(line);
          const isOne = read.success && isPlausible(read.data);
          if (isOne) accepted += 1;
          else refused += 1;
          expect(isSample(line), JSON.stringify(line)).toBe(isOne);
        },
      ),
      { numRuns: 2_000 },
    );
    expect(Math.min(accepted, refused)).toBeGreaterThan(200);
  });

  it('is also one of answers by hand if and only if it is one by schema', () => {
    const lines = events!.filter(({ type }) => type === 'answers');
    const values = fc.oneof(
      anything,
      fc.constantFrom([1], [0], [1, 2], [1.5], ['x'], [1e13], 'correct', 'server-error', [{}]),
    );
    const inGroups = ['predicted', 'outcome', 'expected', 'rows', 'counts', 'first', 'last'];
    let accepted = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...lines),
        fc.constantFrom(...Object.keys(lines[0]!).filter((key) => key !== 'type'), ...inGroups),
        values,
        (line, key, value) => {
          const copy = structuredClone(line) as unknown as Record<
            string,
            Record<string, unknown>[]
          >;
          if (inGroups.includes(key)) copy.groups![0]![key] = value;
          else copy[key] = value as never;
          const read = loadEventSchema.safeParse(copy);
          const isOne = read.success && isPlausible(read.data);
          if (isOne) accepted += 1;
          expect(isAnswers(copy), JSON.stringify([key, value])).toBe(isOne);
        },
      ),
      { numRuns: 2_000 },
    );
    expect(accepted).toBeGreaterThan(30);
  });

  it('is none when it lacks a field', () => {
    for (const key of Object.keys(samples[0]!)) {
      const { [key]: _, ...rest } = samples[0] as unknown as Record<string, unknown>;
      const read = loadEventSchema.safeParse({ ...rest, type: 'sample' });
      expect(isSample(rest), key).toBe(read.success);
    }
  });
});
