/** Finds times in which the target stopped completing requests and later continued. */
import type { Analysis } from '../../analysis/analyse.ts';
import { drowned } from '../../analysis/drowned.ts';
import type { LoadSecond } from '../../analysis/load-seconds.ts';
import { counted, seconds } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import type { Finding } from '../verdict.ts';
import { samplesOf } from './evidence-lines.ts';
import { problem } from './finding.ts';

/** Fewer seconds without an answer may be a pause for garbage. */
const FEWEST_SECONDS = 3;
/** Answers that the time before makes one expect: at a low rate a quiet second is nothing. */
const EXPECTED_ANSWERS = 20;
/** Seconds before the silence from which the usual rate of answers is taken. */
const LOOK_BACK_SECONDS = 10;

/**
 * Seconds in a row in which requests were in flight and not one was answered (a timeout or a broken
 * connection is no answer), between seconds with answers. One that never ended is a lost target,
 * which the errors check tells. One that answers took ever longer before is an overload: every
 * caller gave up before its turn came.
 */
export function targetStalled(analysis: Analysis): readonly Finding[] {
  const { evidence, record } = analysis;
  const { timeoutMs } = record.manifest.scenario.replay;
  if (timeoutMs === null) return [];
  const found: Finding[] = [];
  let silent: LoadSecond[] = [];
  let answered: LoadSecond[] = [];
  for (const second of evidence.seconds) {
    const follows = second.second === ((silent.at(-1) ?? answered.at(-1))?.second ?? -2) + 1;
    if (answersOf(second) > 0) {
      if (follows && isStall(silent, answered, timeoutMs)) found.push(inWords(analysis, silent));
      if (silent.length > 0 || !follows) answered = [];
      silent = [];
      answered.push(second);
    } else if (follows && (second.inFlight > 0 || second.sent > 0)) {
      silent.push(second);
    } else {
      silent = [];
      answered = [];
    }
  }
  return found;
}

function isStall(
  silent: readonly LoadSecond[],
  before: readonly LoadSecond[],
  timeoutMs: number,
): boolean {
  if (silent.length < FEWEST_SECONDS) return false;
  const recent = before.slice(-LOOK_BACK_SECONDS);
  if (drowned(recent, timeoutMs)) return false;
  const answers = recent.reduce((sum, second) => sum + answersOf(second), 0);
  return (answers / Math.max(1, recent.length)) * silent.length >= EXPECTED_ANSWERS;
}

function inWords(analysis: Analysis, silent: readonly LoadSecond[]): Finding {
  const first = silent[0]!;
  const inFlight = silent.reduce((most, second) => Math.max(most, second.inFlight), 0);
  return problem('target-stalled', {
    message: `From ${seconds(first.second)} on nothing was answered for ${seconds(silent.length)} with up to ${counted(inFlight, 'request')} in flight; then answers came again.`,
    advice:
      'Look at what the model server did at that moment: a garbage collection, a reload, a lock, or a dependency that did not answer.',
    value: quantity(silent.length, 'seconds'),
    shownBy: samplesOf(analysis, silent),
  });
}

function answersOf({ completed, outcomes }: LoadSecond): number {
  return completed - (outcomes.timeout ?? 0) - (outcomes.network ?? 0);
}
