/** Estimates what the workers themselves cost: one row per kind of charge. Pure. */
import type { CostRow, Range } from '../cost/cost-facts.ts';
import { costRow } from '../cost/estimate.ts';
import type { PriceTable } from '../cost/prices.ts';
import { counted } from '../format/numbers.js';
import type { Distribution } from '../record/distribution.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';
import { loadSecondsOf } from './load-steps.ts';
import { FARGATE_TASK, LAMBDA_WORKER, workersInWords } from './platforms.ts';

/** Until a worker has its share and the others are ready, and after its last request. */
const AROUND_SECONDS: Range = { low: 120, high: 900 };
/** A worker leaves its samples in parts of some seconds. */
const PART_SECONDS: Range = { low: 5, high: 60 };

/** What decides the cost. */
type Shape = Pick<Distribution, 'platform' | 'workers'> & Pick<ResolvedScenario, 'phases'>;

export function workerCostRows(distribution: Shape, prices: PriceTable): CostRow[] {
  const { platform, workers } = distribution;
  const who = workersInWords(platform, workers);
  const hours = scaled(secondsEach(distribution), workers / 3_600);
  switch (platform) {
    case 'processes':
      return [];
    case 'k6-operator': {
      const assumption = `${who}; what the nodes of your cluster cost is not known here.`;
      return [{ what: 'Nodes', usd: null, assumption }];
    }
    case 'fargate':
      return [
        costRow('Fargate vCPUs', prices, 'fargate-vcpu-hours', scaled(hours, FARGATE_TASK.vcpus), [
          `${who}, for the load and 2 to 15 minutes around it`,
        ]),
        costRow(
          'Fargate memory',
          prices,
          'fargate-gb-hours',
          scaled(hours, FARGATE_TASK.memoryGb),
          ['the same'],
        ),
        samplesRow(distribution, prices),
      ];
    case 'lambda': {
      const gb = LAMBDA_WORKER.memoryMb / 1_024;
      return [
        costRow('Lambda workers', prices, 'lambda-arm-gb-seconds', scaled(hours, gb * 3_600), [
          `${who} (arm64), for the load and 2 to 15 minutes around it`,
        ]),
        samplesRow(distribution, prices),
      ];
    }
  }
}

function samplesRow(distribution: Shape, prices: PriceTable): CostRow {
  const seconds = loadSecondsOf(distribution);
  const parts = {
    low: (seconds / PART_SECONDS.high) * distribution.workers,
    high: (seconds / PART_SECONDS.low) * distribution.workers,
  };
  return costRow('S3', prices, 's3-puts', scaled(parts, 1 / 1_000), [
    `up to ${counted(Math.ceil(parts.high), 'object')} of samples`,
  ]);
}

function secondsEach(distribution: Shape): Range {
  const seconds = loadSecondsOf(distribution);
  return { low: seconds + AROUND_SECONDS.low, high: seconds + AROUND_SECONDS.high };
}

function scaled({ low, high }: Range, factor: number): Range {
  return { low: low * factor, high: high * factor };
}
