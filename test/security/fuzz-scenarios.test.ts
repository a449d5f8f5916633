import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { UserError } from '../../src/input/user-error.ts';
import { resolveScenario } from '../../src/scenario/resolve.ts';
import { FUZZ_TIMES } from '../fuzz-times.ts';
import { damage } from './damage.ts';

const SEED = 20_261_122;
/** 10,000 of each in the project `long`. */
const SCENARIOS = 1_000 * FUZZ_TIMES;
const OVERRIDES = 1_000 * FUZZ_TIMES;
const directory = mkdtempSync(join(tmpdir(), 'fuzz-scenarios-'));
mkdirSync(join(directory, 'scenarios'));
const file = join(directory, 'scenarios', 'wine.yml');
const config = join(directory, 'artillery.yml');
afterAll(() => rmSync(directory, { recursive: true }));

const SCENARIO = readFileSync('scenarios/wine.yml', 'utf8');
const CONFIG = readFileSync('artillery.yml', 'utf8');
const ENVIRONMENTS = ['local', 'smoke', 'nightly', 'release', 'constructor', '__proto__', ''];

const PIECES = [
  ...[
    '&a',
    '*a',
    '&a [*a]',
    '<<: *api',
    '? [x]',
    '- ',
    ': ',
    '#',
    '---',
    '...',
    '!!binary ',
    '|',
    '>',
  ],
  ...[
    '__proto__:',
    'constructor:',
    '{}',
    '[]',
    '[[[[',
    '{{{{',
    '}',
    ']',
    '"',
    "'",
    '\t',
    '\0',
    '\ufeff',
  ],
  ...[
    '1e300',
    '-1',
    '.inf',
    '.nan',
    '010',
    '0x10',
    'null',
    'true',
    '{{ $env.X }}',
    '{{ $env.',
    '~',
  ],
];

/** Any part replaced, doubled, moved or cut; or words of YAML put anywhere. */
const mutation = fc.oneof(
  damage,
  fc
    .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(...PIECES), fc.nat(20))
    .map(([at, piece, removed]) => (text: string) => {
      const index = Math.floor(at * text.length);
      return text.slice(0, index) + piece + text.slice(index + removed);
    }),
  fc
    .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([from, to]) => (text: string) => {
      const lines = text.split('\n');
      const [line] = lines.splice(Math.floor(from * (lines.length - 1)), 1);
      lines.splice(Math.floor(to * lines.length), 0, line!);
      return lines.join('\n');
    }),
  fc.json().map((json) => () => json),
  fc.string({ unit: 'binary' }).map((text) => () => text),
);

const env = {
  WINE_API_URL: 'http://127.0.0.1:1',
  WINE_ENDPOINT_NAME: 'wine',
  AWS_REGION: 'eu-west-1',
};

/** @returns whether it resolved; what is wrong with it is said to the user */
async function resolves(environment: string, set: readonly string[]): Promise<boolean> {
  try {
    const scenario = await resolveScenario({ scenario: file, environment, set, env });
    expect(Object.isFrozen(scenario)).toBe(true);
    expect(() => JSON.stringify(scenario)).not.toThrow();
    for (const { durationSeconds, startRps, endRps } of scenario.phases) {
      expect([durationSeconds, startRps, endRps].every(Number.isFinite)).toBe(true);
    }
    return true;
  } catch (cause) {
    expect(cause).toBeInstanceOf(UserError);
    expect((cause as Error).message).toMatch(/\S/);
    expect((cause as Error).message).not.toMatch(/\n\s+at |\[object |undefined/);
    return false;
  } finally {
    expect(({} as { x?: unknown }).x).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  }
}

test('a damaged scenario or configuration resolves, or says what is wrong with it', async () => {
  let resolved = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(mutation, { minLength: 1, maxLength: 3 }),
      fc.boolean(),
      fc.constantFrom(...ENVIRONMENTS),
      async (mutations, isScenario, environment) => {
        const text = mutations.reduce((so, mutate) => mutate(so), isScenario ? SCENARIO : CONFIG);
        writeFileSync(file, isScenario ? text : SCENARIO);
        writeFileSync(config, isScenario ? CONFIG : text);
        if (await resolves(environment, [])) resolved += 1;
      },
    ),
    { seed: SEED, numRuns: SCENARIOS, endOnFailure: true },
  );
  // Both happen, or one half of this test would be empty.
  expect(resolved).toBeGreaterThan(0.02 * SCENARIOS);
  expect(resolved).toBeLessThan(0.8 * SCENARIOS);
});

const KEYS = [
  ...['scaleproof', 'watch', 'expect', 'latency', 'maxMs', 'standIn', 'policy', 'maxCapacity'],
  ...['engines', 'replay', 'seed', 'phases', '0', '1', '7', 'target', 'settle', 'maxSeconds'],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'length', 'x', '', ' ', 'environments'],
];
/** Keys that exist, so that values are reached. */
const KNOWN = [
  ...['engines.replay.seed', 'engines.replay.timeoutMs', 'phases', 'phases.0.duration', 'target'],
  ...['scaleproof.expect.latency', 'scaleproof.expect.latency.maxMs', 'scaleproof.settle'],
  ...['scaleproof.standIn', 'scaleproof.standIn.policy.maxCapacity', 'scaleproof.prices'],
];
const key = fc.oneof(
  fc.array(fc.constantFrom(...KEYS), { minLength: 1, maxLength: 5 }).map((keys) => keys.join('.')),
  fc.constantFrom(...KNOWN),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
);
const value = fc.oneof(
  fc.constantFrom(...PIECES, '', '90s', '15m', '2h', '1', '5', '[{ duration: 5, arrivalRate: 1 }]'),
  fc.json(),
  fc.double().map(String),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

test('any --set resolves, or says what is wrong with it', async () => {
  writeFileSync(file, SCENARIO);
  writeFileSync(config, CONFIG);
  let resolved = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(key, value, fc.boolean()), { minLength: 1, maxLength: 3 }),
      async (overrides) => {
        const set = overrides.map(([name, text, isPair]) =>
          isPair ? `${name}=${text}` : name + text,
        );
        if (await resolves('local', set)) resolved += 1;
      },
    ),
    { seed: SEED, numRuns: OVERRIDES, endOnFailure: true },
  );
  expect(resolved).toBeGreaterThan(0);
  expect(resolved).toBeLessThan(0.8 * OVERRIDES);
});
