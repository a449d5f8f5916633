/** Judges concurrency against its limit: of the function, or of a serverless endpoint. */
import type { Analysis } from '../../analysis/analyse.ts';
import type { Span } from '../../analysis/span.ts';
import { worstPeriods, worstSeconds } from '../../analysis/worst-stretch.ts';
import { count, percent } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import { defineCheck, resultsWith } from './definition.ts';
import { OPEN_DATAPOINTS, openDatapoints } from './open-datapoints.ts';

const { reasons, passed, failed, inconclusive, notAsked } = resultsWith({
  ...OPEN_DATAPOINTS,
  'limit-unknown': { status: 'inconclusive', retryable: false, restsOn: { load: true, aws: true } },
  'too-near-limit': { status: 'fail' },
});

export const concurrency = defineCheck({
  id: 'concurrency',
  expectation: 'concurrency',
  title: 'Concurrency stayed under its limit',
  question: 'How close did concurrency come to its limit?',
  group: 'scaling',
  dataFrom: 'aws',
  dependsOn: ({ concurrency }) =>
    concurrency.some(({ of }) => of === 'endpoint') ? ['metrics'] : [],
  lastEvidence: 'metrics',
  judgesDataOf: ({ concurrency }) =>
    concurrency.map((use) => (use.of === 'function' ? 'lambda' : 'sagemaker')),
  headline: {
    failed: 'Came too close to its concurrency limit',
    passed: ({ observedValue }) =>
      `using ${percent(observedValue?.value ?? 0)} of the allowed concurrency`,
  },
  reasons,
  judge,
});

/** The peak use of one limit. */
interface PeakUse {
  readonly peak: number;
  readonly limit: number;
  readonly what: string;
  readonly n: number;
  readonly open: ReturnType<typeof openDatapoints>;
  /** The stretch with the most above so many concurrent requests. */
  readonly above: (concurrent: number) => Span | null;
}

function judge(analysis: Analysis) {
  const { expect } = analysis;
  if (expect.concurrency === undefined) return notAsked('concurrency');
  const { maxShareOfLimit } = expect.concurrency;
  const limit = {
    limit: `at most ${percent(maxShareOfLimit)} of the limit`,
    limitValue: quantity(maxShareOfLimit, 'share'),
  };
  const worst = highestUse(analysis);
  if (worst === null) {
    return inconclusive('limit-unknown', {
      observed: 'concurrency or its limit unknown',
      ...limit,
      message:
        'The concurrency or its limit could not be read. Name the function in `watch.functionName` and allow lambda:GetFunctionConcurrency and lambda:GetAccountSettings.',
      when: null,
      n: 0,
    });
  }
  const share = worst.peak / worst.limit;
  const details = {
    observed: `peak of ${count(worst.peak)} of ${count(worst.limit)} (${percent(share)}) ${worst.what}`,
    observedValue: quantity(share, 'share'),
    ...limit,
    // Just below the peak, so that it lies above.
    when: worst.above(worst.peak - 0.5) ?? analysis.loadSpan,
    n: worst.n,
  };
  if (share > maxShareOfLimit) {
    return failed('too-near-limit', {
      ...details,
      when: worst.above(maxShareOfLimit * worst.limit),
      message: `Concurrency peaked at ${count(worst.peak)} of ${count(worst.limit)} (${percent(share)}); the scenario allows ${percent(maxShareOfLimit)}. Slightly more load would be throttled: raise the limit, or make each request faster.`,
    });
  }
  if (worst.open !== null) {
    return inconclusive(worst.open.reason, { ...details, message: worst.open.message });
  }
  return passed({
    ...details,
    message: 'Concurrency stayed within the allowed share of its limit.',
  });
}

const WHAT = {
  reserved: 'concurrent executions, reserved for the function',
  account: 'concurrent executions, an account limit that other functions share',
  'max-concurrency': 'requests in flight, counted by the client at the end of each second',
} as const;

/** The limit that concurrency came closest to; null when no limit, or no concurrency, is known. */
function highestUse(analysis: Analysis): PeakUse | null {
  const uses = analysis.concurrency.flatMap(({ highest, limit, share, n, seen }) =>
    limit === null || share === null
      ? []
      : [
          {
            peak: highest,
            limit: limit.value,
            what: WHAT[limit.kind],
            n,
            open: seen && openDatapoints('ConcurrentExecutions', seen),
            above: (concurrent: number) =>
              seen === null
                ? worstSeconds(analysis.evidence.seconds, (one) => (one.inFlight ?? 0) - concurrent)
                : worstPeriods(seen.points, (one) => one.value - concurrent),
          },
        ],
  );
  return (
    uses.toSorted((left, right) => right.peak / right.limit - left.peak / left.limit)[0] ?? null
  );
}
