/**
 * Tells whether an invocation was a cold start, from the function's log tail, which Lambda returns on
 * request (`x-amz-log-type: Tail`; Lambda API reference, Invoke).
 *
 * The log's REPORT line has an `Init Duration` when Lambda created the execution environment for this
 * invocation, or a `Restore Duration` with SnapStart (Lambda Developer Guide). A function that logs
 * JSON has a `platform.report` record with the same figures instead.
 */
import { decodeBase64 } from './base64.ts';
import { type Answer, type HttpResponse, headerText } from './contract.ts';

/**
 * Digits to decode: the last 1.5 KB of the 4 KB tail hold the report that ends it, and no request can
 * leave during decoding. A multiple of four, like the whole, so that no group of digits is split.
 */
const LAST_DIGITS = 2_048;

const TEXT_REPORT = /(?:^|\n)REPORT RequestId: [^\n]*/g;
const TEXT_COLD = /\t(?:Init|Restore) Duration: [\d.]+ ms/;
const JSON_REPORT = /"type"\s*:\s*"platform\.report"[^\n]*/g;
const JSON_COLD = /"(?:initDurationMs|restoreDurationMs)"\s*:/;

/** @returns an empty object when the response has no log, or its log has no report */
export function coldStartOf(response: HttpResponse): Pick<Answer, 'coldStart'> {
  const encoded = headerText(response, 'x-amz-log-result');
  if (encoded === '') return {};
  const log = decodeBase64(encoded.slice(-LAST_DIGITS));
  const text = lastMatch(log, TEXT_REPORT);
  if (text !== null) return { coldStart: TEXT_COLD.test(text) };
  const json = lastMatch(log, JSON_REPORT);
  return json === null ? {} : { coldStart: JSON_COLD.test(json) };
}

/** The function may log lines that look like a report; Lambda's own comes after them. */
function lastMatch(log: string, pattern: RegExp): string | null {
  return log.match(pattern)?.at(-1) ?? null;
}
