/** Load samples from another machine or tool: a `load.ndjson`, or a tool's own output. */
import { copyFileSync, statSync } from 'node:fs';
import { readBytes, refuseUnlessFile } from '../input/read-text.ts';
import { UserError } from '../input/user-error.ts';
import { type LoadEvent, loadEventSchema } from '../record/load-events.ts';
import { NdjsonFile } from '../record/ndjson-file.ts';
import { parseLines } from '../record/read.ts';
import { readToolSamples, SAMPLES_ACCEPTED } from '../samples/tools/read-tool-samples.ts';

export interface LoadSpan {
  /** Local epoch ms of the first planned second. */
  readonly fromMs: number;
  /** Just after the last sample. */
  readonly toMs: number;
}

export interface ProvidedLoad {
  readonly span: LoadSpan;
  /** Writes the samples into a run, as its `load.ndjson`. */
  writeTo(runFile: string): void;
}

/** @throws UserError when the file is unreadable, has no samples, or is for another system */
export async function readProvidedLoad(file: string, systemId: string): Promise<ProvidedLoad> {
  const name = `--load-from ${file}`;
  const samples = await toolSamples(file, name);
  if (samples === null) {
    return { span: ownSpan(file, systemId), writeTo: (runFile) => copyFileSync(file, runFile) };
  }
  return {
    span: spanOf(samples)!,
    writeTo(runFile) {
      const load = new NdjsonFile(runFile);
      for (const event of samples) load.append(event);
      load.close();
    },
  };
}

/** Null for what is not another tool's, which includes a file that is not there and a pipe. */
async function toolSamples(file: string, name: string): Promise<LoadEvent[] | null> {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return null;
  refuseUnlessFile({ file, name, next: NEXT, maxBytes: Number.POSITIVE_INFINITY });
  try {
    return await readToolSamples(file, name);
  } catch (cause) {
    const { code, syscall } = cause as NodeJS.ErrnoException;
    if (syscall === undefined) throw cause;
    throw new UserError(`${name} cannot be read (${code}); ${NEXT}.`, { cause });
  }
}

const NEXT = `pass ${SAMPLES_ACCEPTED}`;

function ownSpan(file: string, systemId: string): LoadSpan {
  // Not as text: a load that was cut off may end within a character, and its other lines count.
  const text = readBytes({ file, name: `--load-from ${file}`, next: NEXT }).toString('utf8');
  const { events, unreadable } = parseLines(text, loadEventSchema);
  const other = otherSystem(events, systemId);
  if (other !== null) {
    throw new UserError(
      `--load-from ${file}: the samples are for system "${other}", but the scenario's system is "${systemId}"; pass the scenario that was run.`,
    );
  }
  const span = spanOf(events);
  if (span !== null) return span;
  const found =
    unreadable[0] === undefined
      ? 'no sample'
      : `no sample (line ${unreadable[0]} is not a load event)`;
  throw new UserError(
    `--load-from ${file}: expected ${SAMPLES_ACCEPTED}, found ${text.trim() === '' ? 'an empty file' : found}; docs/commands.md says how to write each of them.`,
  );
}

/** Compares ids only: older files name a module by its path, which differs between machines. */
function otherSystem(events: readonly LoadEvent[], systemId: string): string | null {
  const start = events.find((event) => event.type === 'start');
  const theirs = start?.system;
  if (theirs === undefined || /[/\\]/.test(theirs)) return null;
  return theirs === systemId ? null : theirs;
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
