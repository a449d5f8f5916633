import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createRunDirectory } from '../../src/record/run-directory.ts';
import { resolveScenario } from '../../src/scenario/resolve.ts';

const directory = mkdtempSync(join(tmpdir(), 'scaleproof-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test('the manifest records no absolute path of this machine and no query string', async () => {
  const scenario = await resolveScenario({
    scenario: 'test/fixtures/sentiment/scenarios/sentiment.yml',
    environment: 'nightly',
    env: { SENTIMENT_API_URL: 'https://api.example.com' },
  });
  const withSecrets = {
    ...scenario,
    // A scenario refuses such an address; the record does not rely on that.
    watch: {
      ...scenario.watch!,
      endpointUrl: 'https://user:hunter2@aws.example.com/?token=hunter2',
    },
    dataset: resolve('fixtures/wine.csv'),
    address: { ...scenario.address, path: '/predict?key=hunter2' },
  };
  const run = createRunDirectory(directory, withSecrets, 1_792_000_000_000);
  run.begin(withSecrets, {}, 'engine', { label: null, commit: null, dataset: null });
  const text = readFileSync(join(run.path, 'manifest.json'), 'utf8');
  expect(text).not.toContain(resolve('.'));
  expect(text).not.toContain('hunter2');
  expect(JSON.parse(text).scenario).toMatchObject({
    system: '../sentiment.ts',
    address: { path: '/predict' },
    watch: { endpointUrl: 'https://aws.example.com' },
  });
});

describe('a run that never began', () => {
  const scenarioOf = () => resolveScenario({ scenario: 'wine', environment: 'local', env: {} });
  const facts = { label: null, commit: null, dataset: null };

  test('leaves none of the folders that were made for it', async () => {
    const run = createRunDirectory(join(directory, 'new', 'reports'), await scenarioOf(), 0);
    expect(existsSync(run.path)).toBe(true);
    run.discard();
    expect(existsSync(join(directory, 'new'))).toBe(false);
  });

  test('leaves the folder that was there before, and one that another run is in', async () => {
    const scenario = await scenarioOf();
    const before = join(directory, 'before');
    mkdirSync(before);
    createRunDirectory(before, scenario, 0).discard();
    expect(readdirSync(before)).toEqual([]);
    const shared = join(directory, 'shared', 'reports');
    const refused = createRunDirectory(shared, scenario, 0);
    const other = createRunDirectory(shared, scenario, 0);
    refused.discard();
    other.begin(scenario, {}, 'engine', facts);
    expect(readdirSync(shared)).toHaveLength(1);
  });

  test('leaves nothing where its folder cannot be made either', async () => {
    const file = join(directory, 'file');
    writeFileSync(file, '');
    const scenario = await scenarioOf();
    expect(() => createRunDirectory(join(file, 'reports'), scenario, 0)).toThrow(/Cannot create/);
    expect(readFileSync(file, 'utf8')).toBe('');
  });
});
