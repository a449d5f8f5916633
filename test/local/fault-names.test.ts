import { expect, test } from 'vitest';
import { autoscaling } from '../../src/local/services/autoscaling.ts';
import { cloudwatch } from '../../src/local/services/cloudwatch.ts';
import { sagemaker } from '../../src/local/services/sagemaker.ts';
import { serviceQuotas } from '../../src/local/services/service-quotas.ts';
import { sts } from '../../src/local/services/sts.ts';
import { lambdaCall } from '../../src/local/wire/lambda-path.ts';
import { OPERATIONS, PUBLISHED_METRICS } from '../../src/scenario/stand-in-names.ts';
import {
  CONCURRENCY_METRICS,
  CONTAINER_METRICS,
  SERVERLESS_METRICS,
  VARIANT_METRICS,
} from '../../src/simulation/metrics.ts';

const FUNCTION = '/2015-03-31/functions/f';
const LAMBDA = [
  '/2019-09-30/functions/f/concurrency',
  `${FUNCTION}/configuration`,
  '/2019-09-30/functions/f/provisioned-concurrency',
  '/2016-08-19/account-settings',
].map((path) => lambdaCall('GET', path)?.operation);

test('every operation that the stand-in serves can be denied, and no other', () => {
  const services = [sagemaker, cloudwatch, autoscaling, serviceQuotas, sts];
  const served = [...services.flatMap((service) => Object.keys(service)), ...LAMBDA];
  expect(OPERATIONS.toSorted()).toEqual(served.toSorted());
});

test('every metric that an endpoint publishes can be held back, and no other', () => {
  const published = [VARIANT_METRICS, CONTAINER_METRICS, CONCURRENCY_METRICS, SERVERLESS_METRICS];
  const names = new Set(published.flatMap((metrics) => Object.keys(metrics)));
  expect(PUBLISHED_METRICS.toSorted()).toEqual([...names].toSorted());
});
