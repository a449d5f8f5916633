/** Watches one load as its samples come, and says when more of it would tell nothing, or do harm. Pure. */
import { type LoadSecond, loadSeconds, sketchOver } from '../analysis/load-seconds.ts';
import type { CapacityLoad, StepOrder } from '../record/capacity-events.ts';
import type { LoadEvent } from '../record/load-events.ts';
import { ERROR_OUTCOMES } from '../systems/outcome.ts';
import { isCarriedAgain } from './hysteresis.ts';
import { type JudgedStep, judgeStep, type StepJudgment } from './judge-step.ts';
import { leadSeconds } from './step-lengths.ts';

export interface LoadSoFar {
  /** Steps that are over; the last may have been cut short by `enough`. */
  readonly steps: readonly JudgedStep[];
  /** The load should stop now. */
  readonly enough: boolean;
}

/** A step that fails is given up after this many seconds, besides those that never count, */
const OVER_SECONDS = { atLeast: 4, atMost: 12 };
/** and so many requests, because what is answered meanwhile is the search's next guess. */
const ENOUGH_FOR_GUESS = 400;
/** Far enough over the bound or the budget that chance is no excuse. */
const FAR_OVER_BOUND = 2;
const FAR_OVER_BUDGET = { times: 5, atLeast: 0.05 };
const ENOUGH_REQUESTS = 20;

/** @param judgment asked anew each time: the instance count may change meanwhile */
export function loadSoFar(
  order: Pick<CapacityLoad, 'steps'>,
  events: readonly LoadEvent[],
  judgment: StepJudgment,
): LoadSoFar {
  const seconds = wholeSeconds(events);
  const newest = seconds.at(-1)?.second ?? -1;
  const steps: JudgedStep[] = [];
  let fromSecond = 0;
  for (const step of order.steps) {
    const untilSecond = fromSecond + step.seconds;
    const isOver = newest >= untilSecond - 1;
    if (!isOver && newest < fromSecond) break;
    const own = seconds.filter(({ second }) => second >= fromSecond && second < untilSecond);
    const judged = judgeStep(step, fromSecond, seconds, judgment);
    const givesUp = !isOver && failsAlready(step, own, judgment.bound);
    const isVoid = judged?.reason === 'count-changed';
    if (judged !== null && (isOver || givesUp || isVoid)) steps.push(judged);
    if (judged !== null && (givesUp || isVoid || (isOver && ends(judged)))) {
      return { steps, enough: true };
    }
    if (!isOver) break;
    fromSecond = untilSecond;
  }
  return { steps, enough: false };
}

/** Without a newest second that some workers have yet to write. */
function wholeSeconds(events: readonly LoadEvent[]): LoadSecond[] {
  const workers = events.find((event) => event.type === 'start')?.totalWorkers ?? 1;
  const seconds = loadSeconds(events);
  const newest = seconds.at(-1)?.second;
  const told = events.filter((event) => event.type === 'sample' && event.second === newest);
  return told.length < workers ? seconds.slice(0, -1) : seconds;
}

/** Up: at the first rate that is not carried. Down: at the first that is again. */
function ends(judged: JudgedStep): boolean {
  switch (judged.purpose) {
    case 'overload':
      return false;
    case 'falling':
      return isCarriedAgain(judged) || judged.outcome === 'void';
    default:
      return judged.outcome === 'missed' || judged.outcome === 'void';
  }
}

function failsAlready(
  { purpose, seconds, targetRps }: StepOrder,
  own: readonly LoadSecond[],
  { percentile, maxMs, maxErrorShare }: StepJudgment['bound'],
): boolean {
  // What comes down from an overload begins with its queue.
  if (purpose === 'overload' || purpose === 'falling') return false;
  const after = own.slice(leadSeconds(seconds));
  if (after.length < OVER_SECONDS.atLeast) return false;
  const requests = after.reduce((sum, second) => sum + second.completed, 0);
  if (requests < ENOUGH_FOR_GUESS && after.length < OVER_SECONDS.atMost) return false;
  const last = after.slice(-Math.max(OVER_SECONDS.atLeast, Math.ceil(ENOUGH_REQUESTS / targetRps)));
  const completed = last.reduce((sum, second) => sum + second.completed, 0);
  const failed = last.reduce(
    (sum, { outcomes }) =>
      sum + ERROR_OUTCOMES.reduce((all, kind) => all + (outcomes[kind] ?? 0), 0),
    0,
  );
  const sent = last.reduce((sum, second) => sum + second.sent, 0);
  // Nothing comes back at all.
  if (completed === 0) return sent >= ENOUGH_REQUESTS;
  const budget = Math.max(FAR_OVER_BUDGET.times * maxErrorShare, FAR_OVER_BUDGET.atLeast);
  if (failed > budget * completed && failed >= 5) return true;
  const atBound = sketchOver(last, 'latencyMs').quantile(percentile / 100);
  return completed >= ENOUGH_REQUESTS / 2 && atBound !== null && atBound > FAR_OVER_BOUND * maxMs;
}
