import { expect, test } from 'vitest';
import { load, MINUTE, START, virtual } from './virtual.ts';

const CONTAINERS = ['container-1', 'container-2', 'container-3'];

function firstMinute(containers: string[]) {
  const { simulation } = virtual({ instance: { concurrency: 2, serviceTimeMs: 30 } }, containers);
  load(simulation, START, START + MINUTE, 3000);
  simulation.tick(START + 5 * MINUTE);
  const at = simulation.metrics.indexAt(START);
  const stores = simulation.stores.filter(({ definitions }) => 'ContainerLatency' in definitions);
  return {
    model: simulation.metrics.aggregate('ModelLatency', at)!,
    stores,
    containers: stores.map((store) => store.aggregate('ContainerLatency', at)!),
  };
}

test('each container has a latency of its own, and their sum lies within ModelLatency', () => {
  const { model, containers } = firstMinute(CONTAINERS);
  expect(containers).toHaveLength(3);
  for (const { count } of containers) expect(count).toBe(model.count);
  const sum = containers.reduce((total, container) => total + container.sum, 0);
  expect(sum).toBeLessThan(model.sum);
  expect(sum).toBeGreaterThan(0.3 * model.sum);
});

test('they are filed under the variant and the name of the container', () => {
  const { stores } = firstMinute(CONTAINERS);
  expect(stores.map(({ dimensions }) => dimensions)).toEqual(
    CONTAINERS.map((Value) => [
      { Name: 'EndpointName', Value: 'wine' },
      { Name: 'VariantName', Value: 'AllTraffic' },
      { Name: 'ContainerName', Value },
    ]),
  );
});

test('an endpoint with one container has no such metric', () => {
  expect(firstMinute([]).stores).toEqual([]);
});
