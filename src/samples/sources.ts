/** Which files belong together: parts of one worker in order, everything else by itself. */
import type { Entry } from './place.ts';

export interface Source {
  /** Of a file, or of the folder that holds the parts; unique. */
  readonly name: string;
  /** In order. */
  readonly files: readonly Entry[];
  readonly bytes: number;
  /** A part that is not there though a later one is; null without. */
  readonly missingPart: string | null;
}

/** `worker-0003/000012.ndjson`: a worker's lines of some seconds. */
const PART = /^(?:(.*)\/)?(\d{6})\.ndjson(?:\.gz)?$/;

/** What `distribute` and the workers leave beside the samples. */
const NO_SAMPLES = /(?:^|\/)(?:distribution\.json|start\.json|claims\/[^/]*|\.[^/]*)$/;

/** @param entries in order of their names, so that parts are in order */
export function sourcesOf(entries: readonly Entry[]): Source[] {
  const parts = new Map<string, Entry[]>();
  const sources: Source[] = [];
  for (const entry of entries) {
    if (NO_SAMPLES.test(entry.name)) continue;
    const part = PART.exec(entry.name);
    if (part === null) {
      sources.push({ name: entry.name, files: [entry], bytes: entry.bytes, missingPart: null });
      continue;
    }
    const folder = part[1] ?? '';
    const known = parts.get(folder);
    if (known === undefined) parts.set(folder, [entry]);
    else known.push(entry);
  }
  for (const [folder, files] of parts) {
    sources.push({
      name: folder === '' ? files[0]!.name : folder,
      files,
      bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
      missingPart: missingPart(files),
    });
  }
  return sources.sort((one, other) => (one.name < other.name ? -1 : 1));
}

function missingPart(files: readonly Entry[]): string | null {
  const numbers = new Set(files.map(({ name }) => Number(PART.exec(name)![2])));
  for (let number = 1; number < Math.max(...numbers); number += 1) {
    if (!numbers.has(number)) return `${String(number).padStart(6, '0')}.ndjson`;
  }
  return null;
}
