/** Looks into every source before any is read whole: what it holds, and whose it is. */
import type { LoadStart } from '../record/load-events.ts';
import { readLines } from './lines.ts';
import type { Place } from './place.ts';
import { eventOf, MARKER } from './read-line.ts';
import type { Source } from './sources.ts';
import { detect } from './tools/detect.ts';
import { k6Json } from './tools/k6.ts';

export type Format =
  /** Lines of load.ndjson, also within a log. */
  | 'lines'
  /** What k6 wrote as a worker of a distributed load: its JSON output, with the script's marks. */
  | 'k6-worker'
  /** What another tool wrote of a load of its own. */
  | 'tool'
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

/** @param isDistributed whether `distribute` prepared the load: then what k6 wrote is a worker's */
export async function survey(
  place: Place,
  sources: readonly Source[],
  isDistributed: boolean,
): Promise<Surveyed[]> {
  const found: Surveyed[] = [];
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < sources.length; index = next++) {
      found[index] = await lookInto(place, sources[index]!, isDistributed);
    }
  };
  await Promise.all(Array.from({ length: Math.max(4, place.readAhead) }, lane));
  return found;
}

async function lookInto(place: Place, source: Source, isDistributed: boolean): Promise<Surveyed> {
  const head: Place = {
    ...place,
    readAhead: 1,
    read: (entry) => place.read(entry, HEAD_BYTES),
  };
  const lines: string[] = [];
  await readLines(head, source.files.slice(0, 1), ({ text }) => lines.push(text));
  const [first] = lines;
  const found = (format: Format, starts: LoadStart[] = []) => ({ source, format, starts });
  if (first === undefined) return found('other');
  const event = eventOf(first);
  if (event !== null && first.startsWith('{')) {
    return found('lines', event.type === 'start' ? [event] : []);
  }
  // Half a first line is a worker's that was killed at once.
  if (/^\{"type":"(?:start|sample)",/.test(first)) return found('lines');
  const tool = detect(lines.join('\n'));
  if (tool === k6Json && isDistributed) return found('k6-worker');
  if (tool !== null) return found(isDistributed ? 'other' : 'tool');
  return first.startsWith('{') || first.includes('\0')
    ? found('other')
    : lookThroughLog(place, source);
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

/** What is read: workers' samples, or where there are none of them, other tools'. */
export function usableOf(surveyed: readonly Surveyed[]): Surveyed[] {
  const workers = surveyed.filter(({ format }) => format === 'lines' || format === 'k6-worker');
  return workers.length > 0 ? workers : surveyed.filter(({ format }) => format === 'tool');
}
