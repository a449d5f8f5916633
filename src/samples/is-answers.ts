/** Whether something parsed is an answers line, by hand, as `isSample` and for the same reason. */
import type { LoadAnswers } from '../record/load-events.ts';
import { LAST_SECOND } from '../record/plausible.ts';
import { type Fields, isCount, isFields, isTime } from './line-values.ts';

/** @param line an object whose `type` is `answers` */
export function isAnswers(line: Fields): line is LoadAnswers & Fields {
  return (
    isCount(line.worker) &&
    line.worker > 0 &&
    isCount(line.second) &&
    line.second <= LAST_SECOND &&
    isCount(line.seconds) &&
    line.seconds > 0 &&
    isTime(line.startMs) &&
    isCount(line.leftOut) &&
    Array.isArray(line.groups) &&
    line.groups.every(isGroup)
  );
}

function isGroup(group: unknown): boolean {
  if (!isFields(group)) return false;
  const { predicted, outcome, expected, rows, counts, first, last } = group;
  return (
    (predicted === null || typeof predicted === 'string') &&
    (outcome === 'correct' || outcome === 'wrong') &&
    (expected === undefined || typeof expected === 'string') &&
    isList(rows, 1, rows) &&
    isList(counts, 1, rows) &&
    isList(first, 0, rows) &&
    isList(last, 0, rows)
  );
}

/** @param like a list of the same length */
function isList(list: unknown, least: number, like: unknown): boolean {
  return (
    Array.isArray(list) &&
    list.length === (like as unknown[]).length &&
    list.every((value) => isCount(value) && value >= least)
  );
}
