/** Renders a scenario's settings as YAML, each with a comment that says where it comes from. */
import { stringify } from 'yaml';
import type { Path } from '../input/expected.ts';
import type { Palette } from '../report/palette.ts';
import { wrap } from '../report/text-columns.ts';
import type { Origin, Setting } from '../scenario/origins.ts';

export interface SettingsStyle {
  readonly columns: number;
  readonly paint: Palette;
}

/** Comments are aligned where most values end before them. */
const COMMENT_COLUMN = 44;

/** Ends with a line break. What is printed is YAML, and the scenario itself. */
export function renderSettings(
  settings: readonly Setting[],
  heading: string,
  { columns, paint }: SettingsStyle,
): string {
  const lines = wrap(heading, columns - 2).map((line) => paint.dim(`# ${line}`));
  let before: Path = [];
  for (const { path, value, origin } of settings) {
    const common = commonLength(before, path);
    for (let depth = common; depth < path.length - 1; depth += 1) {
      if (isItem(path, depth)) continue;
      lines.push(`${indentOf(path, depth, common)}${path[depth]}:`);
    }
    const name = isItem(path, path.length - 1) ? '' : `${path.at(-1)}: `;
    const text = `${indentOf(path, path.length - 1, common)}${name}${scalar(value)}`;
    lines.push(...withComment(text, commentOf(origin), { columns, paint }));
    before = path;
  }
  return `${lines.join('\n')}\n`;
}

function commonLength(one: Path, other: Path): number {
  let length = 0;
  while (length < one.length && length < other.length - 1 && one[length] === other[length]) {
    length += 1;
  }
  return length;
}

const isItem = (path: Path, depth: number) => typeof path[depth] === 'number';

/** A list's entry begins with a hyphen on the line of its first key. */
function indentOf(path: Path, depth: number, common: number): string {
  const begins = isItem(path, depth - 1) && common < depth;
  const spaces = '  '.repeat(begins ? depth - 1 : depth);
  const own = isItem(path, depth) ? '- ' : '';
  return `${spaces}${begins ? '- ' : ''}${own}`;
}

function scalar(value: unknown): string {
  // YAML would give it lines of its own.
  if (typeof value === 'string' && /[\n\r]/.test(value)) return JSON.stringify(value);
  return stringify(value, { lineWidth: 0, collectionStyle: 'flow' }).trimEnd();
}

/** Beside the value where both fit, otherwise on a line of its own above it. */
function withComment(text: string, comment: string, { columns, paint }: SettingsStyle): string[] {
  const gap = Math.max(2, COMMENT_COLUMN - text.length);
  if (text.length + gap + comment.length <= columns) {
    return [`${text}${' '.repeat(gap)}${paint.dim(comment)}`];
  }
  if (text.length + 2 + comment.length <= columns) return [`${text}  ${paint.dim(comment)}`];
  const indent = ' '.repeat(text.length - text.trimStart().length);
  const above = wrap(comment.slice(2), columns - indent.length - 2);
  return [...above.map((line) => `${indent}${paint.dim(`# ${line}`)}`), text];
}

function commentOf(origin: Origin): string {
  switch (origin.kind) {
    case 'default':
      return '# default';
    case 'flag':
      return `# ${origin.flag}`;
    case 'file': {
      const variables = origin.variables.map((name) => `, $${name}`).join('');
      return `# ${origin.file}:${origin.line}${variables}`;
    }
  }
}
