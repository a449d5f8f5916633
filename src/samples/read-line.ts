/** One line of a worker as a load event. */
import { type LoadEvent, loadEventSchema } from '../record/load-events.ts';
import { isPlausible } from '../record/plausible.ts';
import { isAnswers } from './is-answers.ts';
import { isSample } from './is-sample.ts';
import type { Fields } from './line-values.ts';

/** Before it, a log has what it likes: time stamps, names of pods. */
export const MARKER = 'scaleproof-samples ';

/** @returns null for what is no load event: another line of a log, half a line */
export function eventOf(text: string): LoadEvent | null {
  const marker = text.startsWith('{') ? -1 : text.indexOf(MARKER);
  const json = marker === -1 ? text : text.slice(marker + MARKER.length);
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    return null;
  }
  if (typeof parsed !== 'object' || parsed === null) return null;
  const fields = parsed as Fields;
  if (fields.type === 'sample') return isSample(fields) ? fields : null;
  if (fields.type === 'answers') return isAnswers(fields) ? fields : null;
  const read = loadEventSchema.safeParse(parsed);
  return read.success && isPlausible(read.data) ? read.data : null;
}
