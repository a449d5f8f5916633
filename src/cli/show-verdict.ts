/** Prints a verdict to the terminal. */
import { relative, resolve } from 'node:path';
import { renderVerdict } from '../report/terminal.ts';
import type { Verdict } from '../verdict/verdict.ts';
import type { Output } from './output.ts';

/** @param reportFile absolute, or relative to the working directory */
export function showVerdict(verdict: Verdict, reportFile: string, output: Output): void {
  const { columns, color } = output;
  const fromHere = relative(process.cwd(), resolve(reportFile));
  // Outside the working directory, an absolute path is easier to read.
  const reportPath = fromHere.startsWith('..') ? resolve(reportFile) : fromHere;
  output.write(`\n${renderVerdict(verdict, { columns, color, reportPath })}`);
}
