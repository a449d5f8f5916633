import { describe, expect, it } from 'vitest';
import { type Manifest, manifestSchema, watchOf } from '../../src/record/manifest.ts';
import { provenance } from '../../src/verdict/provenance.ts';
import { syntheticRun } from './synthetic-run.ts';

const { manifest } = syntheticRun();
const of = (scenario: Partial<Manifest['scenario']>, more: Partial<Manifest> = {}) =>
  provenance({ ...manifest, ...more, scenario: { ...manifest.scenario, ...scenario } });

describe('provenance', () => {
  it('tells which run it is, on what, and with which rows', () => {
    const dataset = { file: 'wine.csv', rows: 178, sha256: 'ab'.repeat(32) };
    expect(of({}, { label: 'night 7', commit: '4be0f2c', dataset })).toEqual({
      label: 'night 7',
      attempt: { number: 1, earlier: [] },
      commit: '4be0f2c',
      versions: { scaleproof: '0.1.0' },
      scenario: {
        ...{ name: 'wine', system: 'wine', systemModule: null },
        ...{ environment: 'local', engine: 'artillery', seed: 1 },
      },
      target: {
        ...{ url: 'http://127.0.0.1:9', path: null, way: 'http' },
        ...{ endpointName: 'wine', variantName: 'AllTraffic', region: 'us-east-1' },
        functionName: null,
      },
      repeat: {
        command: 'npx scaleproof run wine --env local --seed 1',
        incompleteBecause: 'not-recorded',
      },
      dataset,
      host: { os: 'linux', arch: 'x64', cpus: 2, cpuModel: 'any', memoryBytes: 1 },
    });
  });

  it('has null for what an older manifest does not say', () => {
    const { name, system, environment, engine, replay } = manifest.scenario;
    const { periodSeconds, metricPollSeconds } = watchOf(manifest)!;
    const { label: _, commit: __, dataset: ___, ...older } = manifest;
    const scenario = {
      ...{ name, system, environment, engine, replay },
      watch: { periodSeconds, metricPollSeconds },
    };
    const read = manifestSchema.parse({ ...older, scenario });
    expect(provenance(read)).toMatchObject({
      ...{ label: null, commit: null, dataset: null },
      scenario: { system: 'wine', systemModule: null },
      target: {
        ...{ url: null, path: null, way: null, endpointName: null },
        ...{ variantName: null, region: null, functionName: null },
      },
    });
  });

  it.each([
    ['https://user:secret@api.example.com:8443/?key=secret#secret', 'https://api.example.com:8443'],
    ['https://api.example.com', 'https://api.example.com'],
    ['no address', null],
    ['', null],
  ])('of the target %j keeps %j', (target, url) => {
    expect(of({ target }).target.url).toBe(url);
  });

  it('leaves out the query of a path, and the path of a way that has none', () => {
    const address = { path: '/predict?key=secret', functionName: 'f', endpointName: null };
    expect(of({ address }).target).toMatchObject({ path: '/predict', functionName: 'f' });
    expect(of({ address, way: 'lambda' }).target).toMatchObject({ path: null, way: 'lambda' });
  });

  it.each<[string, Partial<Manifest['scenario']>, string | null, string | null]>([
    [
      'a module',
      { system: '/home/me/own.ts', systemId: 'own', systemModule: '../own.ts' },
      'own',
      '../own.ts',
    ],
    ['a shipped system', { system: 'iris', systemId: 'iris' }, 'iris', null],
    [
      'a module in an older manifest',
      { system: '/home/me/own.ts', systemId: null, systemModule: null },
      null,
      'own.ts',
    ],
  ])('names %s without where it lies on the machine', (_, scenario, system, systemModule) => {
    expect(of(scenario).scenario).toMatchObject({ system, systemModule });
  });
});
