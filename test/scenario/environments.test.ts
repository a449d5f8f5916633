import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { listScenarios } from '../../src/scenario/catalogue.ts';
import { readScenario } from '../../src/scenario/read-scenario.ts';

const parent = mkdtempSync(join(tmpdir(), 'scaleproof-environments-'));
afterAll(() => rmSync(parent, { recursive: true }));

const SHARED = `config:
  environments:
    local: { target: http://127.0.0.1:4620, scaleproof: { settle: { maxSeconds: 45 } } }
    smoke: { scaleproof: { settle: { maxSeconds: 0 } } }
    staging: { phases: [{ duration: 2, arrivalRate: 1 }] }
    release: {}
`;
const LOAD = 'phases: [{ duration: 1, arrivalRate: 1 }]';
const STEP = '\nscenarios: [{ engine: replay, flow: [{ replay: { system: wine } }] }]\n';
const TARGET = 'target: https://api.example.com';

test.each<[string, string, string[]]>([
  [
    'of a scenario with its own: those that make a whole with it',
    `${TARGET}, scaleproof: { watch: none }, environments: { smoke: { ${LOAD} }, nightly: { ${LOAD} } }`,
    ['smoke', 'nightly', 'staging'],
  ],
  [
    'of a scenario with load for all of them: those without a contradiction',
    `${TARGET}, ${LOAD}, environments: { nightly: {} }`,
    ['nightly', 'smoke', 'release'],
  ],
  [
    'of a scenario that leaves the target to them: also the stand-in',
    `${LOAD}, environments: { nightly: { ${TARGET} } }`,
    ['nightly', 'local', 'smoke', 'release'],
  ],
  [
    'of a scenario without its own: all, and a contradiction is named',
    `${TARGET}, ${LOAD}`,
    ['local', 'smoke', 'staging', 'release'],
  ],
])('environments %s', (_, config, expected) => {
  const folder = mkdtempSync(join(parent, 'one-'));
  mkdirSync(join(folder, 'scenarios'));
  writeFileSync(join(folder, 'artillery.yml'), SHARED);
  const file = join(folder, 'scenarios', 's.yml');
  writeFileSync(file, `config: { ${config} }${STEP}`);
  const [listed] = listScenarios([join(folder, 'scenarios')]);
  expect(listed!.environments).toEqual(expected);
  for (const environment of ['local', 'smoke', 'staging', 'nightly', 'release']) {
    const read = () => readScenario({ scenario: file, environment, env: {} });
    const refused = /has no environment/;
    if (expected.includes(environment)) expect(read).not.toThrow(refused);
    else expect(read).toThrow(refused);
  }
});
