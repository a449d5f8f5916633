/** Load samples from another machine or tool, as a `load.ndjson`. */
import { copyFileSync } from 'node:fs';
import { readBytes } from '../input/read-text.ts';
import { UserError } from '../input/user-error.ts';
import { type LoadEvent, loadEventSchema } from '../record/load-events.ts';
import { parseLines } from '../record/read.ts';

export interface LoadSpan {
  /** Local epoch ms of the first planned second. */
  readonly fromMs: number;
  /** Just after the last sample. */
  readonly toMs: number;
}

/** @throws UserError when the file is unreadable, has no samples, or is for another system */
export function readProvidedLoad(file: string, systemId: string): LoadSpan {
  // Not as text: a load that was cut off may end within a character, and its other lines count.
  const named = { file, name: `--load-from ${file}`, next: 'pass a load.ndjson' };
  const text = readBytes(named).toString('utf8');
  const { events, unreadable } = parseLines(text, loadEventSchema);
  const other = otherSystem(events, systemId);
  if (other !== null) {
    throw new UserError(
      `--load-from ${file}: the samples are for system "${other}", but the scenario's system is "${systemId}"; pass the scenario that was run.`,
    );
  }
  const span = spanOf(events);
  if (span !== null) return span;
  const first = unreadable[0] === undefined ? '' : ` (line ${unreadable[0]} is not a load event)`;
  throw new UserError(
    `--load-from ${file}: expected a load.ndjson with at least one sample, found none${first}; see schemas/load.schema.json for the format.`,
  );
}

/** Compares ids only: older files name a module by its path, which differs between machines. */
function otherSystem(events: readonly LoadEvent[], systemId: string): string | null {
  const start = events.find((event) => event.type === 'start');
  const theirs = start?.system;
  if (theirs === undefined || /[/\\]/.test(theirs)) return null;
  return theirs === systemId ? null : theirs;
}

/** Copies the file into the run directory. */
export function copyProvidedLoad(file: string, runFile: string): void {
  copyFileSync(file, runFile);
}

function spanOf(events: readonly LoadEvent[]): LoadSpan | null {
  let fromMs = Number.POSITIVE_INFINITY;
  let toMs = Number.NEGATIVE_INFINITY;
  for (const event of events) {
    if (event.type !== 'sample') continue;
    fromMs = Math.min(fromMs, event.startMs);
    toMs = Math.max(toMs, event.startMs + 1_000);
  }
  return toMs > fromMs ? { fromMs, toMs } : null;
}
