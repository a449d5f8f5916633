/** Judges the requests at once against their limit: of the function, or of a serverless endpoint. */
import type { Analysis } from '../../analysis/analyse.ts';
import { count, percent } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import { defineCheck, resultsWith } from './definition.ts';
import { OPEN_DATAPOINTS, openDatapoints } from './open-datapoints.ts';

const { reasons, passed, failed, inconclusive, notAsked } = resultsWith({
  ...OPEN_DATAPOINTS,
  'limit-unknown': { status: 'inconclusive', restsOn: { load: true, aws: true } },
  'too-near-limit': { status: 'fail' },
});

export const concurrency = defineCheck({
  id: 'concurrency',
  expectation: 'concurrency',
  title: 'Concurrency stayed under its limit',
  question: 'How near did the requests at once come to their limit?',
  group: 'scaling',
  toldBy: 'aws',
  headline: {
    failed: 'Came too near its limit of concurrency',
    passed: ({ observedValue }) =>
      `on ${percent(observedValue?.value ?? 0)} of the concurrency allowed`,
  },
  reasons,
  judge,
});

/** A limit, and the most that was reached of it. */
interface Reached {
  readonly most: number;
  readonly limit: number;
  readonly what: string;
  readonly n: number;
  readonly open: ReturnType<typeof openDatapoints>;
}

function judge(analysis: Analysis) {
  const { expect } = analysis;
  if (expect.concurrency === undefined) return notAsked('concurrency');
  const { maxShareOfLimit } = expect.concurrency;
  const limit = {
    limit: `at most ${percent(maxShareOfLimit)} of the limit`,
    limitValue: quantity(maxShareOfLimit, 'share'),
  };
  const worst = concurrencyReached(analysis);
  if (worst === null) {
    return inconclusive('limit-unknown', {
      observed: 'no limit, or nothing to compare with it',
      ...limit,
      message:
        'No limit of concurrency and requests at once to compare with it could be read. Name the function in `watch.functionName` and allow lambda:GetFunctionConcurrency and lambda:GetAccountSettings.',
      n: 0,
    });
  }
  const share = worst.most / worst.limit;
  const finding = {
    observed: `at most ${count(worst.most)} of ${count(worst.limit)} (${percent(share)}), ${worst.what}`,
    observedValue: quantity(share, 'share'),
    ...limit,
    n: worst.n,
  };
  if (share > maxShareOfLimit) {
    return failed('too-near-limit', {
      ...finding,
      message: `${count(worst.most)} of ${count(worst.limit)} at once are ${percent(share)} of the limit, ${percent(maxShareOfLimit)} are allowed: a little more load is throttled. Raise the limit, or shorten what each request takes.`,
    });
  }
  if (worst.open !== null) {
    return inconclusive(worst.open.reason, { ...finding, message: worst.open.message });
  }
  return passed({ ...finding, message: 'The limit of concurrency was not neared.' });
}

const WHAT = {
  reserved: 'executions at once, reserved for the function',
  account: 'executions at once, of the account’s limit, which other functions share',
  'max-concurrency': 'requests in flight as the client sees them, at the end of each second',
} as const;

/** The limit that was neared most; null when none is known, or nothing to compare with it. */
function concurrencyReached(analysis: Analysis): Reached | null {
  const reached = analysis.concurrency.flatMap(({ highest, limit, share, n, seen }) =>
    limit === null || share === null
      ? []
      : [
          {
            most: highest,
            limit: limit.value,
            what: WHAT[limit.kind],
            n,
            open: seen && openDatapoints('ConcurrentExecutions', seen),
          },
        ],
  );
  return (
    reached.toSorted((left, right) => right.most / right.limit - left.most / left.limit)[0] ?? null
  );
}
