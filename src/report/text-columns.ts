/** Laying plain text out in terminal columns, where a character can be zero, one or two wide. */
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { withTiedUnits } from './plain-text.ts';

/** Lines of at most `columns`; words longer than a line are broken. Never empty. */
export function wrap(text: string, columns: number): string[] {
  // Two columns are the least in which any character fits.
  const lines = wrapAnsi(withTiedUnits(text), Math.max(2, columns), { hard: true });
  return lines
    .replaceAll('\u00a0', ' ')
    .split('\n')
    .flatMap((line) => brokenAt(line, Math.max(2, columns)));
}

/**
 * wrap-ansi measures with a string-width of its own, which takes a lone regional indicator for
 * narrower, and it hangs zero-width words onto a full line: what it leaves too wide is broken here.
 */
function brokenAt(line: string, columns: number): string[] {
  if (stringWidth(line) <= columns) return [line];
  const lines = [''];
  for (const { segment } of new Intl.Segmenter().segment(line)) {
    const longer = lines.at(-1)! + segment;
    if (stringWidth(longer) <= columns) lines[lines.length - 1] = longer;
    else lines.push(segment.trimStart());
  }
  return lines;
}

/** Fills up with spaces on one side to `columns`; a longer text stays as it is. */
export function pad(text: string, columns: number, fill: 'left' | 'right' = 'right'): string {
  const spaces = ' '.repeat(Math.max(0, columns - stringWidth(text)));
  return fill === 'right' ? text + spaces : spaces + text;
}

/** Cuts plain text (no colour in it) to `columns`, an ellipsis in place of what is gone. */
export function truncate(text: string, columns: number): string {
  if (stringWidth(text) <= columns) return text;
  if (columns < 1) return '';
  let kept = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (stringWidth(kept + segment) > columns - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** The first line behind `first`, the others indented to stand under it. */
export function hanging(first: string, text: string, columns: number): string[] {
  const indent = stringWidth(first);
  const lines = wrap(text, columns - indent);
  return lines.map((line, index) => (index === 0 ? first : ' '.repeat(indent)) + line);
}

/** A cell's text with the painter that colours it after it was measured and wrapped. */
export interface Cell {
  readonly text: string;
  readonly right?: boolean;
  readonly paint?: (text: string) => string;
}

/** One table row as lines: each cell wrapped within its own width, two spaces between. */
export function rowLines(cells: readonly Cell[], widths: readonly number[]): string[] {
  const wrapped = cells.map((cell, index) => wrap(cell.text, widths[index] ?? 2));
  const height = Math.max(...wrapped.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    cells
      .map((cell, index) => {
        const padded = pad(
          wrapped[index]?.[line] ?? '',
          widths[index] ?? 2,
          cell.right ? 'left' : 'right',
        );
        return cell.paint ? cell.paint(padded) : padded;
      })
      .join('  ')
      .trimEnd(),
  );
}
