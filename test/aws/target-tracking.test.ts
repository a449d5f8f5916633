import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isBurstable, trackedBy, unitOf } from '../../src/aws/target-tracking.ts';
import { TRACKED_METRICS } from '../../src/simulation/tracked-metric.ts';
import { importsOf } from '../imports.ts';

/** Application Auto Scaling User Guide, "Predefined metrics for target tracking scaling policies". */
test.each([
  ['SageMakerVariantInvocationsPerInstance', 'InvocationsPerInstance', 'requests/instance'],
  [
    'SageMakerVariantConcurrentRequestsPerModelHighResolution',
    'ConcurrentRequestsPerModel',
    'concurrent-requests',
  ],
  [
    'SageMakerVariantProvisionedConcurrencyUtilization',
    'ServerlessProvisionedConcurrencyUtilization',
    'share',
  ],
])('%s is %s in CloudWatch', (predefined, metric, unit) => {
  expect(trackedBy(predefined)).toMatchObject({ metric, unit });
  expect(unitOf(metric)).toBe(unit);
});

test.each([undefined, 'CPUUtilization', 'toString'])('does not know a metric %s', (own) => {
  expect(trackedBy(own)).toBeNull();
  expect(unitOf(own ?? '')).toBe('metric');
});

test('every metric that the stand-in’s policy can track is known', () => {
  for (const { name, predefinedType } of Object.values(TRACKED_METRICS)) {
    expect(trackedBy(predefinedType)?.metric).toBe(name);
  }
});

test('ml.t2 bursts, other types do not', () => {
  expect(isBurstable('ml.t2.medium')).toBe(true);
  expect(['ml.m5.large', 'ml.t2x.large', 'ml.g4dn.xlarge'].filter(isBurstable)).toEqual([]);
});

test.each(['src/simulation', 'src/local'])('%s keeps its own account of AWS', (room) => {
  const files = readdirSync(room, { recursive: true, encoding: 'utf8' });
  const borrowing = files.filter(
    (file) =>
      file.endsWith('.ts') &&
      importsOf(`${room}/${file}`).some(
        ({ from }) => from.endsWith('target-tracking.ts') && from.includes('/aws/'),
      ),
  );
  expect(borrowing).toEqual([]);
});
