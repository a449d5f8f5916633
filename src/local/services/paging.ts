/**
 * Pages a listing. A token holds where the next page starts and what existed when the first page was
 * read (`asOf`, a time or a sequence number), so that an entry added between two pages neither shifts
 * nor repeats the others.
 */
import { z } from 'zod';

export interface Cursor {
  readonly offset: number;
  readonly asOf: number;
}

const cursorSchema = z.strictObject({ offset: z.int().nonnegative(), asOf: z.number() });

/** @throws `invalid()` for a token that was never issued */
export function readCursor(token: string | undefined, asOf: number, invalid: () => Error): Cursor {
  if (token === undefined) return { offset: 0, asOf };
  try {
    const cursor = cursorSchema.parse(JSON.parse(Buffer.from(token, 'base64url').toString()));
    return { offset: cursor.offset, asOf: Math.min(cursor.asOf, asOf) };
  } catch {
    throw invalid();
  }
}

export function writeToken(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** The page at the cursor, with a token if another follows. */
export function pageOf<T>(
  items: readonly T[],
  cursor: Cursor,
  limit: number,
): { items: readonly T[]; next: { NextToken?: string } } {
  const end = cursor.offset + limit;
  const next = end < items.length ? { NextToken: writeToken({ ...cursor, offset: end }) } : {};
  return { items: items.slice(cursor.offset, end), next };
}
