import { expect, test } from 'vitest';
import { autoscaling } from '../../src/local/services/autoscaling.ts';
import { cloudwatch } from '../../src/local/services/cloudwatch.ts';
import { pricing } from '../../src/local/services/pricing.ts';
import { sagemaker } from '../../src/local/services/sagemaker.ts';
import { serviceQuotas } from '../../src/local/services/service-quotas.ts';
import { sts } from '../../src/local/services/sts.ts';
import { LAMBDA_OPERATIONS } from '../../src/local/wire/lambda-path.ts';
import { OPERATIONS, PUBLISHED_METRICS } from '../../src/scenario/stand-in-names.ts';
import {
  COMPONENT_METRICS,
  COMPONENT_UTILIZATION_METRICS,
  CONTAINER_METRICS,
  INVOCATION_METRICS,
  SERVERLESS_METRICS,
  UTILIZATION_METRICS,
} from '../../src/simulation/metrics.ts';

/** Invoke is a prediction, not a call of AWS's APIs that a fault could deny. */
const LAMBDA = LAMBDA_OPERATIONS.filter((operation) => operation !== 'Invoke');

test('every operation that the stand-in serves can be denied, and no other', () => {
  const services = [sagemaker, cloudwatch, autoscaling, pricing, serviceQuotas, sts];
  const named = services.flatMap((service) => Object.keys(service));
  // PromQL's has a path and no name on the wire.
  const served = [...named, ...LAMBDA, 'QueryMetrics'];
  expect(OPERATIONS.toSorted()).toEqual(served.toSorted());
});

test('every metric that an endpoint publishes can be held back, and no other', () => {
  const published = [
    INVOCATION_METRICS,
    UTILIZATION_METRICS,
    CONTAINER_METRICS,
    COMPONENT_METRICS,
    COMPONENT_UTILIZATION_METRICS,
    SERVERLESS_METRICS,
  ];
  const concurrency = ['ConcurrentRequestsPerModel', 'ConcurrentRequestsPerCopy'];
  const names = new Set([...published.flatMap((metrics) => Object.keys(metrics)), ...concurrency]);
  expect(PUBLISHED_METRICS.toSorted()).toEqual([...names].toSorted());
});
