/** Lays out plain text in terminal columns, where a character is zero, one or two columns wide. */
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { withTiedUnits } from './plain-text.ts';

/** Lines of at most `columns`; breaks words longer than a line. Never empty. */
export function wrap(text: string, columns: number): string[] {
  // The widest character needs two columns.
  const lines = wrapAnsi(withTiedUnits(text), Math.max(2, columns), { hard: true });
  return lines
    .replaceAll('\u00a0', ' ')
    .split('\n')
    .flatMap((line) => brokenAt(line, Math.max(2, columns)));
}

/**
 * wrap-ansi bundles its own string-width, which underestimates a lone regional indicator,
 * and it appends zero-width words to a full line; this breaks the lines it leaves too wide.
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

/** Pads with spaces on one side to `columns`; longer text is unchanged. */
export function pad(text: string, columns: number, fill: 'left' | 'right' = 'right'): string {
  const spaces = ' '.repeat(Math.max(0, columns - stringWidth(text)));
  return fill === 'right' ? text + spaces : spaces + text;
}

/** Truncates uncoloured text to `columns`, ending in an ellipsis. */
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

/** Puts `first` before the first line and indents the others to match. */
export function hanging(first: string, text: string, columns: number): string[] {
  const indent = stringWidth(first);
  const lines = wrap(text, columns - indent);
  return lines.map((line, index) => (index === 0 ? first : ' '.repeat(indent)) + line);
}

/** A cell's text and the painter applied after measuring and wrapping. */
export interface Cell {
  readonly text: string;
  readonly right?: boolean;
  readonly paint?: (text: string) => string;
}

/** One table row as lines: each cell wrapped to its width, two spaces between cells. */
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
