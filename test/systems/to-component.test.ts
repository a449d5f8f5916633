import { describe, expect, test } from 'vitest';
import { SYSTEMS } from '../../src/systems/registry.ts';
import { toComponent } from '../../src/systems/to-component.ts';

const HEADER = 'x-amzn-sagemaker-inference-component';
const ADDRESS = { path: null, functionName: 'f', endpointName: 'shared' };

describe.each([...SYSTEMS.values()])('the requests of $id', (system) => {
  const { features } = system.dataset;
  const row = {
    number: 1,
    text: features.map(({ values = ['1'] }) => values[0]!),
    values: features.map(({ values = ['1'] }) => values[0]!),
    label: '',
  };

  test('name the component by way sagemaker, and no other way does', () => {
    for (const [way, codec] of Object.entries(system.ways)) {
      const { headers } = codec.encode(row, { ...ADDRESS, inferenceComponent: 'model-a' });
      expect(headers[HEADER]).toBe(way === 'sagemaker' ? 'model-a' : undefined);
    }
  });

  test('are as they were without one', () => {
    for (const codec of Object.values(system.ways)) {
      expect(codec.encode(row, ADDRESS).headers).not.toHaveProperty(HEADER);
    }
  });
});

test("a system's own header of that name gives way to the scenario's", () => {
  const wine = SYSTEMS.get('wine')!;
  const own = {
    ...wine.ways.sagemaker!,
    encode: () => ({
      method: 'POST' as const,
      path: '/endpoints/shared/invocations',
      headers: { 'X-Amzn-SageMaker-Inference-Component': 'own' },
      body: '',
    }),
  };
  const { ways } = toComponent({ ...wine, ways: { sagemaker: own } });
  const row = { number: 1, text: [], values: [], label: '' };
  const { headers } = ways.sagemaker!.encode(row, { ...ADDRESS, inferenceComponent: 'model-a' });
  expect(headers).toEqual({ [HEADER]: 'model-a' });
});
