import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
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
      ...scenario.watch,
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
