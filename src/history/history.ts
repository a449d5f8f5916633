/** A history as a whole: read, extended, merged, pruned. */
import { UserError } from '../input/user-error.ts';
import {
  type Acceptance,
  HISTORY_VERSION,
  type HistoryLine,
  historyLineSchema,
  type RunEntry,
} from './entry.ts';
import { appendLines, historyExists, readLines, replaceLines, startsWith } from './history-file.ts';

export interface History {
  readonly file: string;
  /** Each run once, by the time of its start. */
  readonly runs: readonly RunEntry[];
  /** By the time at which they were given. */
  readonly acceptances: readonly Acceptance[];
  /** What was left out, a sentence each. */
  readonly problems: readonly string[];
}

export interface ReadOptions {
  /** False leaves out the sketches of the segments, which are most of a history: `segments` is empty then. */
  readonly sketches?: boolean;
}

/** @throws UserError when the file cannot be read, is not a history, or was written by a newer version. */
export function readHistory(file: string, { sketches = true }: ReadOptions = {}): History {
  const lines = parseLines(file, readLines(file), sketches);
  const newer = lines.find((line) => line.kind === 'newer');
  if (newer !== undefined) {
    throw new UserError(
      `History ${file}, line ${newer.number}: schema version ${newer.version} is newer than ${HISTORY_VERSION}, which this Scaleproof reads; update Scaleproof.`,
    );
  }
  const known = lines.flatMap((line) => (line.kind === 'known' ? [line.content] : []));
  const runs = new Map<string, RunEntry>();
  const acceptances = new Map<string, Acceptance>();
  for (const line of known) {
    if (line.type === 'run') runs.set(identity(line), line);
    else acceptances.set(identity(line), line);
  }
  return {
    file,
    runs: [...runs.values()].toSorted((a, b) => a.startedAtMs - b.startedAtMs),
    acceptances: [...acceptances.values()].toSorted((a, b) => a.acceptedAtMs - b.acceptedAtMs),
    problems: lines.flatMap((line) =>
      line.kind === 'damaged'
        ? [`History ${file}, line ${line.number}: not a whole line of a history; left out.`]
        : [],
    ),
  };
}

/** Adds runs or acceptances; a run that is already there is replaced. @throws UserError as `readHistory` */
export function addToHistory(file: string, lines: readonly HistoryLine[]): void {
  // Of a history, its first bytes tell; one that begins with a damaged line is read.
  if (historyExists(file) && !startsWith(file, BEGINNING)) refuseForeign(file, readLines(file));
  appendLines(
    file,
    lines.map((line) => JSON.stringify(line)),
  );
}

/**
 * Adds what this history lacks of others. Lines are copied as they are, also those of a newer version.
 *
 * @returns the number of runs and acceptances added.
 * @throws UserError as `readHistory`, but not for a newer version.
 */
export function mergeHistories(file: string, others: readonly string[]): number {
  const known = new Set<string>();
  const unseen = (from: string) =>
    parseLines(from, readLines(from)).filter((line) => {
      const id = line.kind === 'known' ? identity(line.content) : line.text;
      if (line.kind === 'damaged' || known.has(id)) return false;
      known.add(id);
      return true;
    });
  if (historyExists(file)) unseen(file);
  const added = others.flatMap(unseen).map(({ text }) => text);
  appendLines(file, added);
  return added.length;
}

/**
 * @param keep given all runs, returns those to keep. Acceptances, and lines of a newer version, stay.
 * @returns how many runs were taken away.
 */
export function pruneHistory(
  file: string,
  keep: (runs: readonly RunEntry[]) => readonly RunEntry[],
): number {
  let removed = 0;
  replaceLines(file, (texts) => {
    const last = new Map<string, { readonly text: string; readonly run: RunEntry | null }>();
    for (const line of parseLines(file, texts)) {
      if (line.kind === 'newer') last.set(line.text, { text: line.text, run: null });
      if (line.kind !== 'known') continue;
      const { content, text } = line;
      last.set(identity(content), { text, run: content.type === 'run' ? content : null });
    }
    const runs = [...last.values()].flatMap(({ run }) => (run === null ? [] : [run]));
    const kept = new Set(keep(runs.toSorted((a, b) => a.startedAtMs - b.startedAtMs)));
    removed = runs.length - kept.size;
    return [...last.values()]
      .filter(({ run }) => run === null || kept.has(run))
      .map(({ text }) => text);
  });
  return removed;
}

type Line = { readonly text: string; readonly number: number } & (
  | { readonly kind: 'known'; readonly content: HistoryLine }
  | { readonly kind: 'newer'; readonly version: number }
  | { readonly kind: 'damaged' }
);

/** @throws UserError when no line is one of a history. */
function parseLines(file: string, texts: readonly string[], sketches = true): Line[] {
  refuseForeign(file, texts);
  return texts.flatMap((text, index) => {
    if (text.trim() === '') return [];
    const brief = sketches ? null : parsedFrom(withoutSketches(text), index + 1);
    return [brief?.kind === 'known' ? brief : parsed(text, index + 1)];
  });
}

const SEGMENTS = ',"segments":[';

/** They hold no bracket of their own; of a line in which they did, no JSON is left, and it is read whole. */
function withoutSketches(text: string): string {
  const from = text.indexOf(SEGMENTS) + SEGMENTS.length;
  return from < SEGMENTS.length ? text : text.slice(0, from) + text.slice(text.indexOf(']', from));
}

/** How every line begins, of this version and of later ones. */
const BEGINNING = '{"type":"';

/** A history may consist of damaged lines; what has nothing of one, we leave alone. */
function refuseForeign(file: string, texts: readonly string[]): void {
  const first = texts.findIndex((text) => text.trim() !== '');
  const isOurs = (text: string) =>
    text !== '' && (BEGINNING.startsWith(text) || text.includes(BEGINNING));
  if (first === -1 || texts.some(isOurs)) return;
  throw new UserError(
    `${file}, line ${first + 1}: expected a history, JSON lines that \`npx scaleproof history add\` writes, found something else; name another file with --history.`,
  );
}

/** A line that begins within another stands behind half of one, whose writer was killed meanwhile. */
function parsed(text: string, number: number): Line {
  const line = parsedFrom(text, number);
  const at = text.lastIndexOf(BEGINNING);
  return line.kind === 'damaged' && at > 0 ? parsedFrom(text.slice(at), number) : line;
}

function parsedFrom(text: string, number: number): Line {
  try {
    const value = JSON.parse(text) as { type?: unknown; schemaVersion?: unknown };
    const { schemaVersion: version } = value;
    if (
      typeof value.type === 'string' &&
      typeof version === 'number' &&
      version > HISTORY_VERSION
    ) {
      return { kind: 'newer', text, number, version };
    }
    return { kind: 'known', text, number, content: historyLineSchema.parse(value) };
  } catch {
    return { kind: 'damaged', text, number };
  }
}

function identity(line: HistoryLine): string {
  return line.type === 'run'
    ? `run ${line.runId}`
    : `accept ${line.series} ${line.fromRunId} ${line.metrics.join()} ${line.acceptedAtMs}`;
}
