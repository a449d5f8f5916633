/** Judges the share of planned requests that were sent. */
import type { Analysis } from '../../analysis/analyse.ts';
import { type Span, spanOfSeconds } from '../../analysis/span.ts';
import { worstSeconds } from '../../analysis/worst-stretch.ts';
import { count, counted, percent } from '../../format/numbers.js';
import { awaitedWorkers } from '../../record/manifest.ts';
import { quantity } from '../quantity.ts';
import { loadDamageInWords, unwatchedInWords } from '../record-in-words.ts';
import { toolInWords } from '../tool-in-words.ts';
import { workerProblem } from '../worker-problems.ts';
import { defineCheck, LOAD_ELSEWHERE, resultsWith } from './definition.ts';

const { reasons, passed, inconclusive, notAsked, notApplicable } = resultsWith({
  'expectation-unknown': { status: 'inconclusive', retryable: false, doubtsGenerator: true },
  'record-incomplete': { status: 'inconclusive', retryable: true },
  'load-not-watched': { status: 'inconclusive', retryable: false },
  'load-elsewhere': { status: 'skipped' },
  // The load of another tool, of which the samples tell what was sent and not what was meant to be.
  'no-plan': { status: 'skipped' },
  'command-failed': { status: 'inconclusive', retryable: false },
  'no-samples': { status: 'inconclusive', retryable: true, doubtsGenerator: true },
  interrupted: { status: 'inconclusive', retryable: false },
  aborted: { status: 'inconclusive', retryable: false },
  'cut-off': { status: 'inconclusive', retryable: false },
  'awaiting-samples': { status: 'inconclusive', retryable: false },
  'worker-missing': { status: 'inconclusive', retryable: true, doubtsGenerator: true },
  'worker-cut-off': { status: 'inconclusive', retryable: false, doubtsGenerator: true },
  'worker-doubled': { status: 'inconclusive', retryable: false, doubtsGenerator: true },
  'worker-lost-seconds': { status: 'inconclusive', retryable: false, doubtsGenerator: true },
  'worker-late': { status: 'inconclusive', retryable: false, doubtsGenerator: true },
  'worker-early': { status: 'inconclusive', retryable: false, doubtsGenerator: true },
  'worker-wrong-share': { status: 'inconclusive', retryable: false, doubtsGenerator: true },
  'worker-foreign': { status: 'inconclusive', retryable: false, doubtsGenerator: true },
  'worker-stopped': { status: 'inconclusive', retryable: false, doubtsGenerator: true },
  'load-not-delivered': { status: 'inconclusive', retryable: true, doubtsGenerator: true },
});

export const loadDelivered = defineCheck({
  id: 'load-delivered',
  expectation: 'loadDelivered',
  title: 'Load was delivered',
  question: 'Was the planned load sent?',
  group: 'experiment',
  // Without samples, how the command ended that sent the load.
  dataFrom: 'either',
  dependsOn: [],
  lastEvidence: 'load',
  headline: { failed: 'The load was not delivered' },
  reasons,
  judge,
});

/** Never fails: a load that was not sent says nothing about the target. */
function judge(analysis: Analysis) {
  const { expect, totals, tool, ended, evidence } = analysis;
  const { planned, sent } = totals;
  if (analysis.record.manifest.loadFrom === 'elsewhere') return sentElsewhere(analysis);
  if (expect.loadDelivered === undefined) return notAsked('loadDelivered');
  const { minShare } = expect.loadDelivered;
  const share = planned === 0 ? 0 : Math.min(1, sent / planned);
  const details = {
    observed:
      planned === 0
        ? 'no requests on record'
        : `${count(sent)} of ${count(planned)} requests sent (${percent(share)})`,
    observedValue: planned === 0 ? null : quantity(share, 'share'),
    limit: `at least ${percent(minShare)}`,
    limitValue: quantity(minShare, 'share'),
    when: spanOfSeconds(evidence.seconds),
    n: planned,
  };

  const cannotTell = (reason: Parameters<typeof inconclusive>[0], message: string) =>
    inconclusive(reason, { ...details, message, when: whenNotSent(analysis, reason, minShare) });

  const damage = loadDamageInWords(analysis);
  if (damage !== null) {
    return cannotTell(
      'record-incomplete',
      `${damage} The verdict covers only what is there. Restore the whole file, or run again.`,
    );
  }
  const unwatched = unwatchedInWords(analysis);
  if (unwatched !== null) {
    return cannotTell(
      'load-not-watched',
      `${unwatched} Watch the endpoint while the load is sent, or pass the samples of the time it was watched.`,
    );
  }
  const incomplete = workerProblem(analysis.record);
  if (incomplete !== null) return cannotTell(incomplete.reason, incomplete.message);
  if (planned === 0) {
    const message =
      ended === 'completed'
        ? 'The load generator recorded no requests. Look at the end of the engine’s output.'
        : 'The run ended before the first request. Run it again.';
    return cannotTell('no-samples', message);
  }
  if (ended === 'interrupted') {
    return cannotTell(
      'interrupted',
      `The run was interrupted after ${counted(evidence.seconds.length, 'second')} of load, so the rest of the plan was not sent. Run it again to the end.`,
    );
  }
  if (ended === 'aborted') {
    return cannotTell(
      'aborted',
      `The load was stopped after ${counted(evidence.seconds.length, 'second')} because too many requests failed, so the rest of the plan was not sent.`,
    );
  }
  if (ended === 'cut-off') {
    return cannotTell(
      'cut-off',
      `The run was cut off after ${counted(evidence.seconds.length, 'second')} of load: no end was recorded. The verdict covers only what was written until then.`,
    );
  }
  if (totals.absentWorkers > 0) {
    return cannotTell(
      'worker-missing',
      `${count(totals.absentWorkers)} of ${counted(totals.expectedWorkers, 'worker')} never reported, so their share of the load is missing. Check the workers’ logs.`,
    );
  }
  if (share < minShare) return cannotTell('load-not-delivered', notDelivered(analysis));
  if (tool !== null)
    return notApplicable(
      'no-plan',
      `${toolInWords(tool)} reports no plan, so whether all of the load was sent is not known.`,
    );
  return passed({ ...details, message: 'The planned load was sent.' });
}

/** The last second of a load that ended too soon, the time samples cover, or where most was left unsent. */
function whenNotSent(
  { evidence }: Analysis,
  reason: Parameters<typeof inconclusive>[0],
  minShare: number,
): Span | null {
  const judged = spanOfSeconds(evidence.seconds);
  switch (reason) {
    case 'record-incomplete':
    case 'interrupted':
    case 'aborted':
    case 'cut-off':
      return spanOfSeconds(evidence.seconds.slice(-1));
    case 'load-not-delivered':
      return (
        worstSeconds(evidence.seconds, ({ planned, sent }) => minShare * planned - sent) ?? judged
      );
    default:
      return judged;
  }
}

/** Load tools also report missed thresholds by their exit code, so a failed one may have sent its load. */
function sentElsewhere({ record, loadSpan }: Analysis) {
  const { end } = record.manifest;
  const how = end?.command;
  const awaited = awaitedWorkers(record.manifest);
  if (awaited !== null && (how === undefined || how.exitCode === 0)) {
    return inconclusive('awaiting-samples', {
      observed: `no samples of ${counted(awaited, 'worker')} yet`,
      limit: 'samples of every worker',
      message: `${counted(awaited, 'worker')} sent the load and their samples are not here yet. Import them with \`scaleproof import SAMPLES --run RUN\`: SAMPLES is the folder or s3:// address they left them at, RUN this run’s directory.`,
      when: loadSpan,
    });
  }
  if (how === undefined || how.exitCode === 0) {
    return notApplicable('load-elsewhere', LOAD_ELSEWHERE);
  }
  const neverRan =
    how.exitCode === 127
      ? 'The shell did not find it, so no load was sent. Correct the command after --during.'
      : 'It may not have sent its load, so what AWS shows says nothing of it. Look at its output above, and run again.';
  return inconclusive('command-failed', {
    observed: how.exitCode === null ? `signal ${how.signal}` : `exit code ${how.exitCode}`,
    limit: 'exit code 0',
    message: `The load command failed: ${end?.message ?? ''} ${neverRan}`,
    when: loadSpan,
  });
}

function notDelivered({ totals, tool }: Analysis): string {
  if (tool !== null) {
    return `${tool.name} dropped ${counted(totals.notSent, 'iteration')} for which no virtual user was free; each was at least one request. Raise \`maxVUs\`, or find out why the target is slow.`;
  }
  const missing = counted(totals.notSent, 'planned request');
  if (totals.notSentForConnections > totals.notSent / 2) {
    return `The generator did not send ${missing}, mostly because no connection was free: the target is too slow for \`maxConnections\`. Raise it, or lower the rate.`;
  }
  if (totals.lostWorkers > 0) {
    return `The generator did not send ${missing}: ${counted(totals.lostWorkers, 'worker')} died during the run. Check the workers’ logs.`;
  }
  return `The generator did not send ${missing}. Give it more CPU, spread the load over more workers, or lower the rate.`;
}
