/** HTTP statuses and failing responses as rows of text for every report. */
import { count, milliseconds, timeOfDay } from '../format/numbers.js';
import type { Verdict } from '../verdict/verdict.ts';
import type { Row } from './load-rows.ts';
import { plainText } from './plain-text.ts';

export interface FailureRow {
  /** `malformed, HTTP 200`. */
  readonly kind: string;
  /** `row 12 at 09:31:07 UTC after 8.1 ms`. */
  readonly when: string;
  /** The response in one line, or why there is none. */
  readonly response: string;
}

/** In order of status; none where no status is known. */
export function statusRows({ statuses }: Verdict['load']): Row[] {
  return Object.entries(statuses ?? {})
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([status, times]) => [plainText(status), count(times)]);
}

export function failureRows({ failures }: Pick<Verdict['load'], 'failures'>): FailureRow[] {
  return failures.map(({ outcome, status, row, atMs, latencyMs, error, body, bodyCharacters }) => ({
    kind: plainText(status === null ? outcome : `${outcome}, HTTP ${status}`),
    when: `row ${count(row)} at ${timeOfDay(atMs)} after ${milliseconds(latencyMs)}`,
    response: error === null ? bodyInWords(body, bodyCharacters) : plainText(error),
  }));
}

function bodyInWords(body: string | null, characters: number): string {
  if (body === null) return 'no response was read';
  const text = plainText(body);
  if (text === '') return 'empty';
  return body.length < characters ? `${text}… (${count(characters)} characters)` : text;
}
