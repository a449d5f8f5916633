/**
 * Did an invocation begin cold? The end of the function's log tells, which Lambda sends along when it
 * is asked to (`x-amz-log-type: Tail`; Lambda API reference, Invoke).
 *
 * The log's REPORT line names an `Init Duration` when the environment was made for this invocation,
 * and with SnapStart a `Restore Duration` (Lambda Developer Guide). A function that logs JSON has a
 * `platform.report` with the same figures in its place.
 */
import { decodeBase64 } from './base64.ts';
import { type Answer, type HttpResponse, headerText } from './contract.ts';

/**
 * Enough for the report, which is the last of the log: 1.5 KB of its 4. Decoding costs time in which
 * no request can leave. A multiple of four, as the whole is: a group of digits stays whole.
 */
const LAST_DIGITS = 2_048;

const TEXT_REPORT = /(?:^|\n)REPORT RequestId: [^\n]*/g;
const TEXT_COLD = /\t(?:Init|Restore) Duration: [\d.]+ ms/;
const JSON_REPORT = /"type"\s*:\s*"platform\.report"[^\n]*/g;
const JSON_COLD = /"(?:initDurationMs|restoreDurationMs)"\s*:/;

/** @returns an empty object when the response brings no log, or a log without a report */
export function coldStartOf(response: HttpResponse): Pick<Answer, 'coldStart'> {
  const encoded = headerText(response, 'x-amz-log-result');
  if (encoded === '') return {};
  const log = decodeBase64(encoded.slice(-LAST_DIGITS));
  const text = lastMatch(log, TEXT_REPORT);
  if (text !== null) return { coldStart: TEXT_COLD.test(text) };
  const json = lastMatch(log, JSON_REPORT);
  return json === null ? {} : { coldStart: JSON_COLD.test(json) };
}

/** The function may have logged lines that look the same; Lambda's own is behind them. */
function lastMatch(log: string, pattern: RegExp): string | null {
  return log.match(pattern)?.at(-1) ?? null;
}
