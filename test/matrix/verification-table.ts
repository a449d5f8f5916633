/** The mutation matrix as a table of docs/verification.md. */
import { CASES } from './cases.ts';
import { concerned, expectedOf, type MatrixCase, type Observed } from './matrix-case.ts';

const HEADER = ['| Defect | Injected | Expected | Observed |', '| --- | --- | --- | --- |'];

/** One row a case. @param observe what comes of the case: run one at a time */
export async function verificationTable(
  observe: (row: MatrixCase) => Promise<Observed>,
): Promise<string> {
  const lines = [...HEADER];
  // One after the other: a run takes the clock of the whole process.
  for (const row of CASES) lines.push(line(row, await observe(row)));
  return `${lines.join('\n')}\n`;
}

function line(row: MatrixCase, observed: Observed): string {
  const [expected, seen] = [inWords(expectedOf(row)), inWords(concerned(row, observed))];
  const cells = [
    row.defect,
    row.injected,
    expected,
    seen === expected ? 'the same' : `**${seen}**`,
  ];
  return `| ${cells.join(' | ')} |`;
}

function inWords({ status, problems, checks, notes }: Observed): string {
  const found = problems.length === 0 ? 'nothing found' : problems.map(code).join(', ');
  const ill = Object.entries(checks)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([id, outcome]) => `${id} ${outcome === 'fail' ? 'fails' : 'inconclusive'}`);
  const noted = notes.length === 0 ? [] : [`noted: ${notes.map(code).join(', ')}`];
  return [`${status}: ${found}`, ...ill, ...noted].join('; ');
}

const code = (text: string) => `\`${text}\``;

const MARKER = /(<!-- matrix -->\n)[\s\S]*?(<!-- end of matrix -->)/;

/** The document with the table between its markers. @throws Error when it has none */
export function withTable(document: string, table: string): string {
  if (!MARKER.test(document))
    throw new Error('docs/verification.md has no <!-- matrix --> markers');
  return document.replace(MARKER, (_, start, end) => `${start}\n${table}\n${end}`);
}
