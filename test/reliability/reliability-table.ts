/** The fault matrix as a table of docs/reliability.md. */
import { CASES } from './cases.ts';
import type { Outcome, ReliabilityCase } from './reliability-case.ts';
import { TESTED_ELSEWHERE, type TestedElsewhere } from './tested-elsewhere.ts';

const HEADER = [
  '| Fault | Injected | Expected | Observed | Test |',
  '| --- | --- | --- | --- | --- |',
];

export interface Observers {
  /** What came of a row; called for all of them at once. */
  readonly here: (row: ReliabilityCase) => Promise<Outcome>;
  /** Whether the test of another file passed. */
  readonly elsewhere: (row: TestedElsewhere) => boolean;
}

export async function reliabilityTable({ here, elsewhere }: Observers): Promise<string> {
  const outcomes = await Promise.all(CASES.map(here));
  const rows = CASES.map((row, index) => {
    const [expected, observed] = [inWords(row.expected), inWords(outcomes[index]!)];
    const folder = 'test/reliability/';
    return line(row, expected, observed === expected ? 'the same' : `**${observed}**`, folder);
  });
  const others = TESTED_ELSEWHERE.map((row) =>
    line(row, row.expected, elsewhere(row) ? 'the same' : '**the test failed**', row.file),
  );
  return `${[...HEADER, ...rows, ...others].join('\n')}\n`;
}

function line(
  { fault, injected }: Pick<ReliabilityCase, 'fault' | 'injected'>,
  ...cells: string[]
): string {
  return `| ${[fault, injected, ...cells].join(' | ')} |`;
}

function inWords({ exit, reportExit, status, ended, checks, problems, says }: Outcome): string {
  const codes = problems.length === 0 ? '' : `; found ${problems.map(code).join(', ')}`;
  const ill = Object.entries(checks)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([id, outcome]) => {
      const [how, reason] = outcome.split(' ');
      return `; ${id} ${how === 'fail' ? 'fails' : 'inconclusive'} (${code(reason ?? '')})`;
    });
  const named = says.length === 0 ? '' : `; named: ${says.map((text) => `"${text}"`).join(', ')}`;
  const left = exit === 'SIGKILL' ? 'killed' : `exit ${exit}`;
  const report = reportExit === null ? '' : `, \`report\` exits ${reportExit}`;
  const judged = status === null ? '; no verdict' : `: ${status}, ${ended}`;
  return `${left}${report}${judged}${ill.join('')}${codes}${named}`;
}

const code = (text: string) => `\`${text}\``;

const MARKER = /(<!-- matrix -->\n)[\s\S]*?(<!-- end of matrix -->)/;

/** The document with the table between its markers. @throws Error when it has none */
export function withTable(document: string, table: string): string {
  if (!MARKER.test(document)) throw new Error('docs/reliability.md has no <!-- matrix --> markers');
  return document.replace(MARKER, (_, start, end) => `${start}\n${table}\n${end}`);
}
