/** Judges how late the generator sent its requests. */
import type { Analysis } from '../../analysis/analyse.ts';
import { sketchOver } from '../../analysis/load-seconds.ts';
import { spanOfSeconds } from '../../analysis/span.ts';
import { worstSeconds } from '../../analysis/worst-stretch.ts';
import { counted, milliseconds } from '../../format/numbers.js';
import type { WorkersRecord } from '../../record/workers-record.ts';
import { quantity } from '../quantity.ts';
import { toolInWords } from '../tool-in-words.ts';
import { defineCheck, resultsWith } from './definition.ts';

const { reasons, passed, inconclusive, notAsked, notApplicable } = resultsWith({
  'expectation-unknown': { status: 'inconclusive', retryable: false, doubtsGenerator: true },
  'no-samples': {
    status: 'inconclusive',
    retryable: true,
    restsOn: { load: true },
    doubtsGenerator: true,
  },
  // Another tool's samples do not tell when a request was due.
  'lag-unknown': { status: 'skipped' },
  'generator-lagging': { status: 'inconclusive', retryable: true, doubtsGenerator: true },
  'worker-lagging': { status: 'inconclusive', retryable: false, doubtsGenerator: true },
  'connection-limit-reached': { status: 'inconclusive', retryable: false, doubtsGenerator: true },
});

export const generatorLag = defineCheck({
  id: 'generator-lag',
  expectation: 'generatorLag',
  title: 'Load was sent on time',
  question: 'Did the generator send on time?',
  group: 'experiment',
  dataFrom: 'callers',
  dependsOn: [],
  lastEvidence: 'load',
  headline: { failed: 'The generator fell behind' },
  reasons,
  judge,
});

/** With fewer, one percent of the requests is less than one request. */
const ENOUGH_FOR_P99 = 100;
/** The share above a 99th percentile. */
const MAY_BE_LATE = 0.01;

/** Never fails: lag is the fault of the generator or its connection limit, not of the target. */
function judge({ record, expect, totals, tool, evidence }: Analysis) {
  if (expect.generatorLag === undefined) return notAsked('generatorLag');
  if (tool !== null) {
    return notApplicable(
      'lag-unknown',
      `${toolInWords(tool)} reports when requests were sent, not when they were due, so its lag is unknown.`,
    );
  }
  const { p99Ms } = expect.generatorLag;
  const lag = sketchOver(evidence.seconds, 'lagMs');
  const p99 = lag.quantile(0.99);
  const limit = {
    limit: `p99 of at most ${milliseconds(p99Ms)}`,
    limitValue: quantity(p99Ms, 'ms'),
  };
  if (p99 === null) {
    return inconclusive('no-samples', {
      observed: 'no request sent',
      ...limit,
      message: 'No request was sent, so the generator’s lag is unknown.',
      when: spanOfSeconds(evidence.seconds),
      n: 0,
    });
  }
  const details = {
    observed: `p99 of ${milliseconds(p99)}, maximum ${milliseconds(lag.max ?? p99)}`,
    observedValue: quantity(p99, 'ms'),
    ...limit,
    when: spanOfSeconds(evidence.seconds),
    n: lag.count,
  };
  if (p99 <= p99Ms) {
    const behind = record.workers === null ? null : laggingWorkers(record.workers, p99Ms);
    if (behind !== null) return inconclusive('worker-lagging', { ...details, message: behind });
    return passed({
      ...details,
      message: 'Requests were sent on time.',
    });
  }
  if (lag.count < ENOUGH_FOR_P99) {
    return inconclusive('no-samples', {
      ...details,
      message: `${counted(lag.count, 'request')} are too few for a 99th percentile; send at least ${ENOUGH_FOR_P99}.`,
    });
  }
  // A hit is a late send that waited for a connection. When hits explain most late sends, the
  // generator was on time but had no free connection.
  const late = lag.countAbove(p99Ms).atMost;
  const when = worstSeconds(
    evidence.seconds,
    ({ lagMs }) => lagMs.countAbove(p99Ms).atMost - MAY_BE_LATE * lagMs.count,
  );
  if (totals.connectionLimitHits >= late / 2) {
    return inconclusive('connection-limit-reached', {
      ...details,
      when,
      message: `${counted(totals.connectionLimitHits, 'send')} waited because all connections were in use: the target is too slow for \`maxConnections\`. Raise \`maxConnections\`, or find out why the target is slow.`,
    });
  }
  return inconclusive('generator-lagging', {
    ...details,
    when,
    message:
      'The generator fell behind its schedule, so latencies include its delay. Give it more CPU or more workers, or lower the rate.',
  });
}

/** One of many workers can fall behind and hardly move the percentile of all. */
function laggingWorkers({ workers }: WorkersRecord, p99Ms: number): string | null {
  const behind = workers
    .filter(({ sent, lagP99Ms }) => sent >= ENOUGH_FOR_P99 && (lagP99Ms ?? 0) > p99Ms)
    .sort((one, other) => other.lagP99Ms! - one.lagP99Ms!);
  const [worst] = behind;
  if (worst === undefined) return null;
  const whose = `worker ${worst.worker} sent with a p99 of ${milliseconds(worst.lagP99Ms!)}`;
  const others = behind.length === 1 ? '' : `, and ${behind.length - 1} more over the limit`;
  return `All workers together were on time, but ${whose}${others}: latencies of their requests include that delay. Give these workers more CPU, or fewer requests each.`;
}
