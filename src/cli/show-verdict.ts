/** Prints a verdict for people. */
import { renderVerdict } from '../report/terminal.ts';
import type { Verdict } from '../verdict/verdict.ts';
import type { Output } from './output.ts';

export function showVerdict(verdict: Verdict, reportPath: string, output: Output): void {
  const { columns, color } = output;
  output.write(`\n${renderVerdict(verdict, { columns, color, reportPath })}`);
}
