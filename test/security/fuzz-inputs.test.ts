import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { collectionQuestions } from '../../src/check/postman/collection-questions.ts';
import { subjectOf } from '../../src/check/subject.ts';
import { readDataset } from '../../src/dataset/read.ts';
import { UserError } from '../../src/input/user-error.ts';
import { Tail } from '../../src/record/tail.ts';
import { resolveScenario } from '../../src/scenario/resolve.ts';
import { wine } from '../../src/systems/wine.ts';
import { FUZZ_TIMES } from '../fuzz-times.ts';
import { damage } from './damage.ts';

const SEED = 20_261_121;
const DATASETS = 500 * FUZZ_TIMES;
const COLLECTIONS = 500 * FUZZ_TIMES;
const TAILS = 200 * FUZZ_TIMES;
const directory = mkdtempSync(join(tmpdir(), 'fuzz-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** Runs `read`; whatever is wrong with its input, it says so in a message for users, of one line. */
function readsOrExplains(read: () => unknown): void {
  try {
    read();
  } catch (cause) {
    expect(cause).toBeInstanceOf(UserError);
    // Text of the file in it may hold what it likes; ours does not break.
    expect((cause as Error).message).toMatch(/\S/);
  }
}

test('reads a dataset into complete rows, or names the line', () => {
  const file = join(directory, 'wine.csv');
  const whole = readFileSync('fixtures/wine.csv', 'utf8').split('\n').slice(0, 12).join('\n');
  const csvDamage = fc.oneof(
    damage,
    fc
      .tuple(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom('"', ',', '\r', '\n', '\0', '\ufeff', ';', '""', '1e999', '-', 'Infinity'),
      )
      .map(([at, text]) => (csv: string) => {
        const index = Math.floor(at * csv.length);
        return csv.slice(0, index) + text + csv.slice(index);
      }),
  );
  let read = 0;
  fc.assert(
    fc.property(csvDamage, (damaged) => {
      writeFileSync(file, damaged(whole));
      readsOrExplains(() => {
        const rows = readDataset(file, wine.dataset);
        read += 1;
        for (const { values, text, label } of rows) {
          expect(values).toHaveLength(13);
          expect(text).toHaveLength(13);
          expect(values.every(Number.isFinite)).toBe(true);
          expect(wine.dataset.label.values).toContain(label);
        }
      });
    }),
    { seed: SEED, numRuns: DATASETS, endOnFailure: true },
  );
  // Both happen, or one half of this test would be empty.
  expect(read).toBeGreaterThan(0.05 * DATASETS);
  expect(read).toBeLessThan(0.95 * DATASETS);
});

describe('a Postman collection', async () => {
  const env = {
    WINE_API_URL: 'http://127.0.0.1:1',
    WINE_ENDPOINT_NAME: 'wine',
    AWS_REGION: 'us-east-1',
  };
  const scenario = await resolveScenario({ scenario: 'wine', environment: 'smoke', env });
  const subject = await subjectOf(scenario);
  const request = {
    method: 'POST',
    header: [{ key: 'x-api-key', value: '{{key}}' }],
    url: { raw: '{{host}}/DummyStage/DT', host: ['{{host}}'], path: ['DummyStage', 'DT'] },
    body: { mode: 'raw', raw: "{'body': '14.23,1.71'}", options: { raw: { language: 'json' } } },
  };
  const collection = {
    info: { name: 'wine', schema: 'https://schema.getpostman.com/json/collection/v2.1.0/' },
    variable: [
      { key: 'host', value: 'http://127.0.0.1:1' },
      { key: 'key', value: '{{host}}' },
    ],
    item: [
      { name: 'folder', item: [{ name: 'one', request }] },
      { name: 'two', request: '{{host}}' },
    ],
  };

  test('becomes requests, or an error in one sentence', () => {
    const file = join(directory, 'collection.json');
    let read = 0;
    fc.assert(
      fc.property(damage, fc.boolean(), (damaged, keepHost) => {
        writeFileSync(file, damaged(JSON.stringify(collection)));
        readsOrExplains(() => {
          const { questions } = collectionQuestions(subject, file, keepHost);
          read += 1;
          for (const { sending } of questions) {
            if ('impossible' in sending) continue;
            expect(sending.request.path).toMatch(/^\//);
            if (!keepHost) expect(sending.origin).toBe(scenario.target);
            expect(() => new Headers(sending.request.headers)).not.toThrow();
          }
        });
        expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
      }),
      { seed: SEED, numRuns: COLLECTIONS, endOnFailure: true },
    );
    expect(read).toBeGreaterThan(0.05 * COLLECTIONS);
  });

  test('with circular variables terminates', () => {
    const file = join(directory, 'circle.json');
    const variable = [
      { key: 'a', value: '{{b}}{{b}}' },
      { key: 'b', value: '{{a}}{{a}}' },
    ];
    const item = [{ name: 'one', request: { ...request, url: '{{a}}' } }];
    writeFileSync(file, JSON.stringify({ ...collection, variable, item }));
    readsOrExplains(() => collectionQuestions(subject, file, false));
  });

  test('with folders nested 100,000 deep gets an explanation', () => {
    const file = join(directory, 'deep.json');
    const depth = 100_000;
    const folders = '{"name":"f","item":['.repeat(depth) + ']}'.repeat(depth);
    writeFileSync(file, `{"info":{"name":"deep"},"item":[${folders}]}`);
    readsOrExplains(() => collectionQuestions(subject, file, false));
  });
});

test('a tail yields every complete line once and in order, however it was written', () => {
  const file = join(directory, 'tail.ndjson');
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.string({ unit: 'binary', maxLength: 30 }), fc.boolean(), fc.boolean())),
      (pieces) => {
        rmSync(file, { force: true });
        const tail = new Tail(file);
        let written = '';
        let read = '';
        for (const [piece, endsLine, looks] of pieces) {
          const text = endsLine ? `${piece}\n` : piece;
          // Half a character on disk is a state a reader can meet.
          const bytes = Buffer.from(text);
          const half = Math.floor(bytes.length / 2);
          appendFileSync(file, bytes.subarray(0, half));
          if (looks) read += tail.read();
          appendFileSync(file, bytes.subarray(half));
          written += bytes.toString();
        }
        read += tail.read();
        expect(read).toBe(written.slice(0, written.lastIndexOf('\n') + 1));
      },
    ),
    { seed: SEED, numRuns: TAILS },
  );
});
