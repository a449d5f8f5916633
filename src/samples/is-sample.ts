/**
 * Whether something parsed is a sample line: what its schema and its plausible numbers ask, by hand.
 *
 * Hours of hundreds of workers are a million samples, and zod takes 20 µs for each. A test holds both to the same.
 */
import type { LoadSample } from '../record/load-events.ts';
import { NOT_SENT_REASONS } from '../record/load-events.ts';
import { LAST_SECOND } from '../record/plausible.ts';
import { OUTCOMES } from '../systems/outcome.ts';
import { type Fields, isCount, isFields, isNumber, isTime } from './line-values.ts';

const OUTCOME_KEYS: ReadonlySet<string> = new Set(OUTCOMES);
const NOT_SENT_KEYS: ReadonlySet<string> = new Set(NOT_SENT_REASONS);

/** @param line an object whose `type` is `sample` */
export function isSample(line: Fields): line is LoadSample & Fields {
  return (
    isCount(line.worker) &&
    line.worker > 0 &&
    isCount(line.second) &&
    line.second <= LAST_SECOND &&
    isTime(line.startMs) &&
    isCount(line.planned) &&
    isCount(line.sent) &&
    isCount(line.sentInOwnSecond) &&
    isCounts(line.notSent, NOT_SENT_KEYS) &&
    isCounts(line.outcomes, OUTCOME_KEYS) &&
    (line.inFlight === undefined || isCount(line.inFlight)) &&
    (line.backlog === undefined || isCount(line.backlog)) &&
    (line.connections === undefined || isCount(line.connections)) &&
    (line.connectionLimitHits === undefined || isCount(line.connectionLimitHits)) &&
    (line.eventLoopUtilization === undefined || isNumber(line.eventLoopUtilization)) &&
    isSketch(line.lagMs) &&
    isSketch(line.latencyMs) &&
    isSketch(line.serviceTimeMs) &&
    (line.coldStarts === undefined || isCount(line.coldStarts)) &&
    (line.statuses === undefined || isStatuses(line.statuses)) &&
    (line.dueEarlier === undefined || isDueEarlier(line.dueEarlier))
  );
}

function isCounts(value: unknown, keys: ReadonlySet<string>): boolean {
  if (!isFields(value)) return false;
  for (const key in value) if (!keys.has(key) || !isCount(value[key])) return false;
  return true;
}

function isStatuses(value: unknown): boolean {
  if (!isFields(value)) return false;
  for (const key in value) if (!STATUS.test(key) || !isCount(value[key])) return false;
  return true;
}

const STATUS = /^(\d{3}|other)$/;
const SECONDS_EARLIER = /^[1-9]\d{0,6}$/;

function isDueEarlier(value: unknown): boolean {
  if (!isFields(value)) return false;
  for (const outcome in value) {
    const bySeconds = value[outcome];
    if (outcome === 'correct' || !OUTCOME_KEYS.has(outcome) || !isFields(bySeconds)) return false;
    for (const key in bySeconds) {
      if (!SECONDS_EARLIER.test(key) || !isCount(bySeconds[key]) || bySeconds[key] === 0) {
        return false;
      }
    }
  }
  return true;
}

function isSketch(value: unknown): boolean {
  return (
    isFields(value) &&
    isCount(value.count) &&
    isNumber(value.sum) &&
    isNumber(value.min) &&
    isNumber(value.max) &&
    typeof value.ddsketch === 'string' &&
    isBase64(value.ddsketch)
  );
}

const ROOM = Buffer.alloc(64 * 1024);
const BASE64 = /^[0-9a-zA-Z+/]*={0,2}$/;

/** Decoding is ten times as fast as a pattern, and skips what is none: then there are fewer bytes than characters. */
function isBase64(text: string): boolean {
  const { length } = text;
  if (length > ROOM.length) return length % 4 === 0 && BASE64.test(text);
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const isWhole = ROOM.write(text, 'base64') === (length / 4) * 3 - padding;
  // Those of URLs are decoded, too.
  return length % 4 === 0 && isWhole && !text.includes('-') && !text.includes('_');
}
