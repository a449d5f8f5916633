/** The fault matrix as a table of docs/reliability.md. */
import { CASES } from './cases.ts';
import type { Outcome, ReliabilityCase } from './reliability-case.ts';
import { TESTED_ELSEWHERE, type TestedElsewhere } from './tested-elsewhere.ts';

const HEADER = ['| Fault | Injected | What must come of it | Test |', '| --- | --- | --- | --- |'];

/** What must come of each row: that it does is what the tests of the rows hold. */
export function reliabilityTable(): string {
  const rows = CASES.map((row) => line(row, inWords(row.expected), 'test/reliability/'));
  const others = TESTED_ELSEWHERE.map((row) => line(row, row.expected, row.file));
  return `${[...HEADER, ...rows, ...others].join('\n')}\n`;
}

function line({ fault, injected }: ReliabilityCase | TestedElsewhere, ...cells: string[]): string {
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
