import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { chooseQuestions } from '../../src/check/choose-questions.ts';
import { subjectOf } from '../../src/check/subject.ts';
import { UserError } from '../../src/input/user-error.ts';
import { resolveScenario } from '../../src/scenario/resolve.ts';

const directory = mkdtempSync(join(tmpdir(), 'subject-'));
afterAll(() => rmSync(directory, { recursive: true }));

async function questionsWith(name: string, encode: string) {
  const folder = join(directory, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'rows.csv'), 'x,y\n1,a\n');
  const shape = `{ fixture: 'rows.csv', features: [{ name: 'x', kind: 'number' }], label: { name: 'y' } }`;
  const ways = `{ http: { encode: ${encode}, decode: () => ({ outcome: 'correct', predicted: 'a' }) } }`;
  writeFileSync(
    join(folder, 'own.mjs'),
    `export default { id: 'own', title: 'Own', dataset: ${shape}, ways: ${ways}, defaultWay: 'http' };`,
  );
  const file = join(folder, 'own.yml');
  writeFileSync(
    file,
    `config:
  target: http://127.0.0.1:1
  phases: [{ duration: 1, arrivalRate: 1 }]
  engines: { replay: { seed: 1 } }
  scaleproof: { watch: { endpointName: own } }
scenarios:
  - { name: own, engine: replay, flow: [{ replay: { system: ./own.mjs } }] }
`,
  );
  writeFileSync(join(folder, 'artillery.yml'), 'config: { environments: { local: {} } }\n');
  const config = join(folder, 'artillery.yml');
  const scenario = await resolveScenario({ scenario: file, config, environment: 'local', env: {} });
  return chooseQuestions(await subjectOf(scenario), { kind: 'all' });
}

test("asks what a system's encode returns", async () => {
  const request = "{ method: 'GET', path: '/a', headers: {}, body: null }";
  const { questions } = await questionsWith('right', `() => (${request})`);
  expect(questions).toMatchObject([{ row: 1, sending: { request: { path: '/a' } } }]);
});

test.each([
  ['throws', "() => { throw new Error('no stage'); }", 'but it threw Error: "no stage"'],
  ['throws a text', "() => { throw 'no stage'; }", 'but it threw "no stage"'],
  ['is asynchronous', 'async () => ({})', 'found a promise'],
  ['returns nothing', '() => {}', 'found undefined'],
])('names the row when encode %s', async (name, encode, message) => {
  const refusal = questionsWith(name.replaceAll(' ', '-'), encode);
  await expect(refusal).rejects.toThrow(UserError);
  await expect(refusal).rejects.toThrow(/own\.mjs, ways\.http\.encode, row 1: expected a request/);
  await expect(refusal).rejects.toThrow(message);
});
