/** Judges the share of planned requests that were sent. */
import type { Analysis } from '../../analysis/analyse.ts';
import { count, counted, percent } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import { loadDamageInWords, unwatchedInWords } from '../record-in-words.ts';
import { defineCheck, resultsWith } from './definition.ts';

const { reasons, passed, inconclusive, notAsked } = resultsWith({
  'expectation-unknown': { status: 'inconclusive', doubtsGenerator: true },
  'record-incomplete': { status: 'inconclusive' },
  'load-not-watched': { status: 'inconclusive' },
  'no-samples': { status: 'inconclusive', doubtsGenerator: true },
  interrupted: { status: 'inconclusive' },
  aborted: { status: 'inconclusive' },
  'cut-off': { status: 'inconclusive' },
  'worker-missing': { status: 'inconclusive', doubtsGenerator: true },
  'load-not-delivered': { status: 'inconclusive', doubtsGenerator: true },
});

export const loadDelivered = defineCheck({
  id: 'load-delivered',
  expectation: 'loadDelivered',
  title: 'Load was delivered',
  question: 'Did the planned load leave this machine?',
  group: 'experiment',
  toldBy: 'callers',
  headline: { failed: 'The load was not delivered' },
  reasons,
  judge,
});

/** Never fails: a load that was not sent says nothing about the target. */
function judge(analysis: Analysis) {
  const { expect, totals, ended, evidence } = analysis;
  const { planned, sent } = totals;
  if (expect.loadDelivered === undefined) return notAsked('loadDelivered');
  const { minShare } = expect.loadDelivered;
  const share = planned === 0 ? 0 : Math.min(1, sent / planned);
  const finding = {
    observed:
      planned === 0
        ? 'no request on record'
        : `${count(sent)} of ${count(planned)} requests sent (${percent(share)})`,
    observedValue: planned === 0 ? null : quantity(share, 'share'),
    limit: `at least ${percent(minShare)}`,
    limitValue: quantity(minShare, 'share'),
    n: planned,
  };

  const cannotTell = (reason: Parameters<typeof inconclusive>[0], message: string) =>
    inconclusive(reason, { ...finding, message });

  const damage = loadDamageInWords(analysis);
  if (damage !== null) {
    return cannotTell(
      'record-incomplete',
      `${damage} What is judged is what is there; bring the whole file back, or run it again.`,
    );
  }
  const unwatched = unwatchedInWords(analysis);
  if (unwatched !== null) {
    return cannotTell(
      'load-not-watched',
      `${unwatched} Watch the endpoint while the load is sent, or name the samples of this very time.`,
    );
  }
  if (planned === 0) {
    const message =
      ended === 'completed'
        ? 'No request was ever due: the load generator recorded nothing. Look at the end of the engine’s output.'
        : 'The run ended before the first request was due. Run it again.';
    return cannotTell('no-samples', message);
  }
  if (ended === 'interrupted') {
    return cannotTell(
      'interrupted',
      `The run was interrupted after ${counted(evidence.seconds.length, 'second')} of load, so the rest of the plan was never sent. Run it again to the end.`,
    );
  }
  if (ended === 'aborted') {
    return cannotTell(
      'aborted',
      `The load was stopped after ${counted(evidence.seconds.length, 'second')} because too many requests failed, so the rest of the plan was never sent.`,
    );
  }
  if (ended === 'cut-off') {
    return cannotTell(
      'cut-off',
      `The run was cut off after ${counted(evidence.seconds.length, 'second')} of load: no end was recorded. What is judged is what was written until then.`,
    );
  }
  if (totals.absentWorkers > 0) {
    return cannotTell(
      'worker-missing',
      `${count(totals.absentWorkers)} of ${counted(totals.expectedWorkers, 'worker')} never reported, so their share of the load is missing. Look at the logs of the workers.`,
    );
  }
  if (share < minShare) return cannotTell('load-not-delivered', undelivered(totals));
  return passed({ ...finding, message: 'The planned load left the generator.' });
}

function undelivered(totals: Analysis['totals']): string {
  const missing = counted(totals.notSent, 'planned request');
  if (totals.notSentForConnections > totals.notSent / 2) {
    return `${missing} never left the generator, most for want of a free connection: the target answered too slowly for \`maxConnections\`. Raise it, or lower the rate.`;
  }
  if (totals.lostWorkers > 0) {
    return `${missing} never left the generator: ${counted(totals.lostWorkers, 'worker')} died on the way. Look at their logs.`;
  }
  return `${missing} never left the generator. Give it more CPU, spread it over more workers, or lower the rate.`;
}
