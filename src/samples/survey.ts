/** Looks into every source before any is read whole: what it holds, and whose it is. */
import type { LoadStart } from '../record/load-events.ts';
import { readLines } from './lines.ts';
import type { Place } from './place.ts';
import { eventOf, MARKER } from './read-line.ts';
import type { Source } from './sources.ts';

export type Format =
  /** Lines of load.ndjson, also within a log. */
  | 'lines'
  /** k6's own JSON output. */
  | 'k6-json'
  /** Nothing that is known, for example a script beside the samples. */
  | 'other';

export interface Surveyed {
  readonly source: Source;
  readonly format: Format;
  /** First lines of workers: of a file the one it begins with, of a log all. */
  readonly starts: readonly LoadStart[];
}

/** Holds the first line of any worker. */
const HEAD_BYTES = 64 * 1024;

export async function survey(place: Place, sources: readonly Source[]): Promise<Surveyed[]> {
  const found: Surveyed[] = [];
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < sources.length; index = next++) {
      found[index] = await lookInto(place, sources[index]!);
    }
  };
  await Promise.all(Array.from({ length: Math.max(4, place.readAhead) }, lane));
  return found;
}

async function lookInto(place: Place, source: Source): Promise<Surveyed> {
  const head = {
    ...place,
    readAhead: 1,
    read: (entry: Parameters<Place['read']>[0]) => place.read(entry, HEAD_BYTES),
  };
  let first: string | null = null;
  await readLines(head, source.files.slice(0, 1), ({ text }) => {
    first ??= text;
  });
  if (first === null || (first as string).includes('\0'))
    return { source, format: 'other', starts: [] };
  const event = eventOf(first);
  const format = (first as string).startsWith('{')
    ? event === null
      ? formatOf(first)
      : 'lines'
    : null;
  if (format !== null) return { source, format, starts: event?.type === 'start' ? [event] : [] };
  return lookThroughLog(place, source);
}

function formatOf(json: string): Format {
  // Half a first line is a worker's that was killed at once.
  if (/^\{"type":"(?:start|sample)"/.test(json)) return 'lines';
  return /^\{(?:.*,)?"type":"(?:Metric|Point)"/.test(json) && json.includes('"metric":')
    ? 'k6-json'
    : 'other';
}

async function lookThroughLog(place: Place, source: Source): Promise<Surveyed> {
  const starts: LoadStart[] = [];
  let isLog = false;
  await readLines(place, source.files, ({ text }) => {
    const at = text.indexOf(MARKER);
    if (at === -1) return;
    isLog = true;
    if (!text.startsWith('{"type":"start"', at + MARKER.length)) return;
    const event = eventOf(text);
    if (event?.type === 'start') starts.push(event);
  });
  return { source, format: isLog ? 'lines' : 'other', starts };
}
