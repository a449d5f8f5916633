/** Prints a verdict to the terminal. */
import { dirname, relative, resolve } from 'node:path';
import { shellWord } from '../format/shell-word.ts';
import { renderClosing, renderVerdict } from '../report/terminal.ts';
import type { Verdict } from '../verdict/verdict.ts';
import type { Output } from './output.ts';

/**
 * @param reportFile absolute, or relative to the working directory
 * @param quiet without what explains the verdict
 */
export function showVerdict(
  verdict: Verdict,
  reportFile: string,
  output: Output,
  quiet: boolean,
): void {
  const { columns, rows, color } = output;
  const fromHere = relative(process.cwd(), resolve(reportFile));
  // Outside the working directory, an absolute path is easier to read.
  const reportPath = fromHere.startsWith('..') ? resolve(reportFile) : fromHere;
  const options = { columns, rows, color, reportPath };
  output.write(quiet ? renderClosing(verdict, options) : `\n${renderVerdict(verdict, options)}`);
  if (verdict.checks.some(({ reason }) => reason === 'awaiting-samples')) {
    // Not wrapped, so that it can be pasted.
    output.write(`Next: npx scaleproof import SAMPLES --run ${shellWord(dirname(reportPath))}\n`);
  }
}
