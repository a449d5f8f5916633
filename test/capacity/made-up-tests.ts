/** Results of capacity tests, made up. */
import type { Capacity } from '../../src/capacity/result.ts';

const BOUND = { percentile: 99, maxMs: 400, maxErrorShare: 0.01, confidence: 0.99 };

export function capacityTest(
  instances: number,
  maxRps: number | null,
  changes: Partial<Capacity> = {},
): Capacity {
  return {
    schemaVersion: 1,
    runId: `test-${instances}-${maxRps}`,
    ...{ scenario: 'wine', environment: 'local', systemId: 'wine', way: 'http' },
    ...{ engine: 'artillery', region: 'us-east-1', endpointName: 'wine-xgboost' },
    ...{ instanceType: 'ml.m5.xlarge', timeCompression: 12 },
    ...{ startedAtMs: 1_790_000_000_000 + instances, durationSeconds: 200 },
    ...{ state: 'found', headline: 'Found.', bound: BOUND },
    unit: { kind: 'instances', count: instances },
    maxRps,
    interval: maxRps === null ? null : { low: maxRps, high: 1.05 * maxRps },
    perUnitRps: maxRps === null ? null : maxRps / instances,
    ...{ kneeRps: null, limitedBy: null, hysteresis: null, steps: [], caveats: [] },
    ...changes,
  };
}
