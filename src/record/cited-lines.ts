/** The lines of a run's files that a report cites, as text that fits on a page. */
import { lineOf } from './line-numbers.ts';
import type { RunRecord } from './read.ts';

const MOST_CHARACTERS = 400;

/** What cites lines, such as a finding. */
interface Citing {
  readonly evidence: readonly { readonly file: string; readonly lines: readonly number[] }[];
}

/** @returns by file and line, `aws.ndjson:12`; only those of the load and of AWS */
export function citedLines(
  { load, aws }: Pick<RunRecord, 'load' | 'aws'>,
  citing: readonly Citing[],
): ReadonlyMap<string, string> {
  const cited = citing.flatMap(({ evidence }) => evidence);
  const wanted = new Set(
    cited.flatMap(({ file, lines }) => lines.map((line) => `${file}:${line}`)),
  );
  const found = new Map<string, string>();
  for (const [file, events] of [
    ['load.ndjson', load],
    ['aws.ndjson', aws],
  ] as const) {
    for (const event of events) {
      const place = `${file}:${lineOf(event)}`;
      if (wanted.has(place)) found.set(place, shortened(event));
    }
  }
  return found;
}

/** Without the sketches, which only a program can read. */
function shortened(event: object): string {
  const text = JSON.stringify(event, (key, value) => (key === 'ddsketch' ? '…' : value));
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}…`;
}
