/** Trouble with the AWS APIs, by the faults of the stand-in. */
import { behindFlakyAws } from './behind-flaky-aws.ts';
import type { FlakyAws } from './flaky-aws.ts';
import type { LiveRun } from './live-run.ts';
import { ANSWERS_ALONE, holdFor } from './quick-settings.ts';
import { passes, type ReliabilityCase, refused } from './reliability-case.ts';

/** AWS seconds, 5 s of a clock: the preflight is over by then and the load about to begin. */
const FROM_SECONDS = 300;

/**
 * A rate to be held for longer than the last count of instances is believed after AWS has fallen
 * silent; then waiting for more would be in vain.
 */
const SILENCED = [
  holdFor(25),
  'scaleproof.expect.reachedRate.holdSeconds=12',
  'scaleproof.settle.maxSeconds=3',
];

/**
 * Where answers are lost, the counts of instances are known late; a busy machine makes that later still.
 * The rate is held until then.
 */
const LATER = holdFor(20);

export const AWS_CASES: readonly ReliabilityCase[] = [
  {
    fault: 'CloudWatch and the other APIs throttle',
    injected: 'every call is answered "Rate exceeded" for five minutes, the scale-out among them',
    scene: () => ({ settings: [LATER, apis({ throttledShare: 1, seconds: 300 })] }),
    expected: passes('GetMetricData was throttled', 'DescribeEndpoint was throttled'),
  },
  {
    fault: 'AWS answers HTTP 500',
    injected: 'to two fifths of all calls, to the end',
    scene: () => ({ settings: [LATER, apis({ failedShare: 0.4 })] }),
    expected: passes('failed with an AWS server error'),
  },
  {
    fault: 'AWS answers malformed JSON',
    injected: 'a third of all answers end in the middle, to the end',
    scene: () => ({ settings: [LATER, apis({ malformedShare: 0.3 })] }),
    expected: passes('SyntaxError'),
  },
  {
    fault: 'AWS hangs',
    injected: 'after the scale-out no call is answered any more',
    scene: () =>
      behindFlakyAws(
        SILENCED,
        breaking((aws) => aws.hang()),
      ),
    expected: {
      ...passes('DescribeEndpoint could not be reached', 'GetMetricData could not be reached'),
      exit: 3,
      status: 'inconclusive',
      checks: {
        converged: 'inconclusive no-metric-data',
        latency: 'inconclusive rate-not-held',
        'reached-rate': 'inconclusive no-endpoint-data',
      },
    },
  },
  {
    fault: 'Credentials expire while the load runs',
    injected: 'after the scale-out every call is refused with ExpiredTokenException',
    scene: () =>
      behindFlakyAws(
        SILENCED,
        breaking((aws) => aws.expire()),
      ),
    expected: {
      ...passes('DescribeEndpoint was denied', 'GetMetricData was denied', 'ExpiredTokenException'),
      exit: 3,
      status: 'inconclusive',
      checks: {
        converged: 'inconclusive no-metric-data',
        latency: 'inconclusive rate-not-held',
        'reached-rate': 'inconclusive no-endpoint-data',
      },
    },
  },
  {
    fault: 'PartialData',
    injected: 'a third of the answers of GetMetricData lack the newer datapoints; none is in order',
    scene: () => ({ settings: [LATER, apis({ partialShare: 0.3, unordered: true })] }),
    expected: passes('PartialData'),
  },
  {
    fault: 'Revised datapoints',
    injected: 'half of the datapoints are a fifth too low at first; none is in order',
    scene: () => ({ settings: [LATER, apis({ revisedShare: 0.5, unordered: true })] }),
    expected: passes(),
    trace: ({ aws }) => aws.some((event) => event.type === 'datapoint' && event.revision > 0),
  },
  {
    fault: 'DescribeEndpoint denied while the load runs',
    injected: 'AccessDenied from then on',
    scene: () => ({ settings: [LATER, apis({ denied: ['DescribeEndpoint'] })] }),
    expected: {
      ...passes('DescribeEndpoint was denied'),
      exit: 3,
      status: 'inconclusive',
      checks: {
        'scaled-out': 'inconclusive no-endpoint-data',
        'reached-rate': 'inconclusive no-endpoint-data',
        latency: 'inconclusive rate-not-held',
      },
    },
  },
  {
    fault: 'DescribeEndpoint denied from the start',
    injected: 'AccessDenied before the load',
    scene: () => ({ settings: [LATER, apis({ denied: ['DescribeEndpoint'], fromSeconds: 0 })] }),
    expected: refused('Cannot read endpoint "wine-xgboost"', 'AccessDenied'),
  },
  {
    fault: 'The name of AWS cannot be resolved',
    injected: 'AWS is at a name under .invalid',
    scene: () => ({
      settings: [
        ANSWERS_ALONE,
        'scaleproof.standIn=',
        'scaleproof.watch.endpointUrl=http://aws.invalid',
      ],
    }),
    expected: refused('Cannot read endpoint "wine-xgboost" from http://aws.invalid'),
  },
];

function apis(faults: object): string {
  const all = { fromSeconds: FROM_SECONDS, ...faults };
  return `scaleproof.standIn.faults.apis=${JSON.stringify(all)}`;
}

/** @param breakIt called once a second instance has been seen in service */
function breaking(breakIt: (aws: FlakyAws) => void) {
  return async (run: LiveRun, aws: FlakyAws): Promise<void> => {
    await run.until('two instances', (seen) =>
      seen.aws.some((event) => event.type === 'endpoint' && (event.currentInstanceCount ?? 0) >= 2),
    );
    run.mark();
    breakIt(aws);
  };
}
