/** Judges how late the generator sent what was due. */
import type { Analysis } from '../../analysis/analyse.ts';
import { sketchOver } from '../../analysis/load-seconds.ts';
import { counted, milliseconds } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import { defineCheck, resultsWith } from './definition.ts';

const { reasons, passed, inconclusive, notAsked } = resultsWith({
  'expectation-unknown': { status: 'inconclusive', doubtsGenerator: true },
  'no-samples': { status: 'inconclusive', restsOn: { load: true }, doubtsGenerator: true },
  'generator-lagging': { status: 'inconclusive', doubtsGenerator: true },
  'connection-limit-reached': { status: 'inconclusive', doubtsGenerator: true },
});

export const generatorLag = defineCheck({
  id: 'generator-lag',
  expectation: 'generatorLag',
  title: 'Load was on time',
  question: 'Did the generator send on time?',
  group: 'experiment',
  toldBy: 'callers',
  headline: { failed: 'The generator fell behind' },
  reasons,
  judge,
});

/** Below this many, one percent of the requests is less than one request. */
const ENOUGH_FOR_P99 = 100;

/** Never fails: lateness is the generator's own, or that of the connections it may use. */
function judge({ expect, totals, evidence }: Analysis) {
  if (expect.generatorLag === undefined) return notAsked('generatorLag');
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
      message: 'No request was sent, so nothing is known about the generator.',
      n: 0,
    });
  }
  const finding = {
    observed: `p99 of ${milliseconds(p99)}, maximum ${milliseconds(lag.max ?? p99)}`,
    observedValue: quantity(p99, 'ms'),
    ...limit,
    n: lag.count,
  };
  if (p99 <= p99Ms) {
    return passed({
      ...finding,
      message: 'Requests were sent when they were due.',
    });
  }
  if (lag.count < ENOUGH_FOR_P99) {
    return inconclusive('no-samples', {
      ...finding,
      message: `${counted(lag.count, 'request')} are too few for a 99th percentile; send at least ${ENOUGH_FOR_P99}.`,
    });
  }
  // Each late send that waited for a connection is a hit; when they explain most of the late
  // sends, the generator was ready in time and had no connection to send on.
  const late = lag.countAbove(p99Ms).atMost;
  if (totals.connectionLimitHits >= late / 2) {
    return inconclusive('connection-limit-reached', {
      ...finding,
      message: `${counted(totals.connectionLimitHits, 'send')} waited because all connections were in use: the target answers more slowly than \`maxConnections\` allows for. Raise \`maxConnections\`, or take it as the sign of a slow target.`,
    });
  }
  return inconclusive('generator-lagging', {
    ...finding,
    message:
      'The generator fell behind its own schedule, so latencies hold its delay too. Give it more CPU or more workers, or lower the rate.',
  });
}
