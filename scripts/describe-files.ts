/** ARCHITECTURE.md with its list of files as the source says it now. */
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';

const LIST = /(<!-- files -->\n)[\s\S]*(<!-- end of files -->)/;
const HEADER = /^(?:#!.*\n)?\/\*\*([\s\S]*?)\*\//;

export function describeFiles(): string {
  const folders = Map.groupBy(globSync('src/**/*.ts').sort(), (file) => dirname(file));
  const sections = [...folders].sort(([one], [other]) => (one < other ? -1 : 1)).map(section);
  return readFileSync('ARCHITECTURE.md', 'utf8').replace(LIST, `$1\n${sections.join('\n')}\n$2`);
}

function section([folder, files]: [string, string[]]): string {
  const lines = files.map((file) => `- \`${basename(file)}\`: ${firstSentence(file)}`);
  return `### ${folder}/\n${lines.join('\n')}\n`;
}

/** @throws Error for a file without a header comment: every file says what it is. */
function firstSentence(file: string): string {
  const comment = HEADER.exec(readFileSync(file, 'utf8'))?.[1];
  if (!comment) throw new Error(`${file} does not begin with a comment that says what it is`);
  const paragraph =
    comment
      .replaceAll(/\n[ \t]*\* ?/g, '\n')
      .trim()
      .split(/\n\s*\n/)[0] ?? '';
  const text = paragraph.replaceAll(/\s+/g, ' ');
  return /^.*?[.?!](?= |$)/.exec(text)?.[0] ?? text;
}
