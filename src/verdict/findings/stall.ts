/** Finds stalls: the target stopped answering requests and later resumed. */
import type { Analysis } from '../../analysis/analyse.ts';
import { drowned } from '../../analysis/drowned.ts';
import type { LoadSecond } from '../../analysis/load-seconds.ts';
import { counted, seconds } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import { samplesOf } from './evidence-lines.ts';
import { type Found, problem } from './finding.ts';

/** Fewer seconds without an answer may be an ordinary garbage collection pause. */
const FEWEST_SECONDS = 3;
/** Expected answers that must be missing: at a low rate a silent second means nothing. */
const EXPECTED_ANSWERS = 20;
/** Seconds before the stall that give the usual answer rate. */
const LOOK_BACK_SECONDS = 10;

/**
 * Consecutive seconds in which requests were in flight and none was answered (a timeout or a broken
 * connection is no answer), between seconds with answers. A stall that never ends is a lost target, which
 * the errors check reports. When answers grew slower before it, it is overload: every caller timed out
 * in the queue.
 */
export function targetStalled(analysis: Analysis): readonly Found[] {
  const { evidence, record } = analysis;
  const { timeoutMs } = record.manifest.scenario.replay;
  if (timeoutMs === null) return [];
  const found: Found[] = [];
  let silent: LoadSecond[] = [];
  let answered: LoadSecond[] = [];
  for (const second of evidence.seconds) {
    const follows = second.second === ((silent.at(-1) ?? answered.at(-1))?.second ?? -2) + 1;
    if (answersOf(second) > 0) {
      if (follows && isStall(silent, answered, timeoutMs)) found.push(inWords(analysis, silent));
      if (silent.length > 0 || !follows) answered = [];
      silent = [];
      answered.push(second);
    } else if (follows && ((second.inFlight ?? 0) > 0 || second.sent > 0)) {
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
  // In a stall the requests in flight time out only later; in an overload they do so from its first second on.
  if (drowned(recent, timeoutMs) || timedOutAtOnce(silent)) return false;
  const answers = recent.reduce((sum, second) => sum + answersOf(second), 0);
  return (answers / Math.max(1, recent.length)) * silent.length >= EXPECTED_ANSWERS;
}

function timedOutAtOnce(silent: readonly LoadSecond[]): boolean {
  const first = silent.slice(0, FEWEST_SECONDS);
  const timeouts = first.reduce((sum, { outcomes }) => sum + (outcomes.timeout ?? 0), 0);
  return timeouts > first.reduce((sum, { sent }) => sum + sent, 0) / 2;
}

function inWords(analysis: Analysis, silent: readonly LoadSecond[]): Found {
  const first = silent[0]!;
  const inFlight = silent.reduce((most, second) => Math.max(most, second.inFlight ?? 0), 0);
  const waiting = inFlight === 0 ? '' : ` with up to ${counted(inFlight, 'request')} in flight`;
  return problem('target-stalled', {
    message: `The target stalled: from ${seconds(first.second)} on, it answered nothing for ${seconds(silent.length)}${waiting}, then resumed.`,
    advice:
      'Find out what the model server was doing: garbage collection, a reload, a lock, or a dependency that did not respond.',
    value: quantity(silent.length, 'seconds'),
    shownBy: samplesOf(analysis, silent),
  });
}

function answersOf({ completed, outcomes }: LoadSecond): number {
  return completed - (outcomes.timeout ?? 0) - (outcomes.network ?? 0);
}
