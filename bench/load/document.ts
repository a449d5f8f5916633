/** Puts results into a document, between two comments that readers do not see. */
import { readFileSync, writeFileSync } from 'node:fs';
import { UserError } from '../../src/input/user-error.ts';

export const START = '<!-- bench:load results, written by the benchmark -->';
export const END = '<!-- end of bench:load results -->';

/** @throws UserError when it has no place for results: worth knowing before ten minutes of load */
export function readDocument(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UserError(`--write: ${file} cannot be read; it has to exist.`, { cause });
  }
  replaceResults(text, '', file);
  return text;
}

export function writeResults(file: string, results: string): void {
  writeFileSync(file, replaceResults(readDocument(file), results, file));
}

export function replaceResults(text: string, results: string, file: string): string {
  const start = text.indexOf(START);
  const end = text.indexOf(END);
  if (start !== -1 && end > start) {
    return `${text.slice(0, start + START.length)}\n\n${results}\n\n${text.slice(end)}`;
  }
  throw new UserError(`--write: ${file} has to hold the lines "${START}" and "${END}", in order.`);
}
