/** `scaleproof run --dry-run`: everything up to the load. */
import { shellWord } from '../format/shell-word.ts';
import { palette } from '../report/palette.ts';
import { dryRun } from '../run/dry-run.ts';
import { renderDryRun } from '../run/render-dry-run.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';
import { onInterrupt } from './interrupt.ts';
import { outputTo } from './output.ts';

interface DryRunFlags {
  readonly out: string;
  readonly retries: number;
  readonly json: boolean;
}

/** @returns the exit code */
export async function showDryRun(
  scenario: ResolvedScenario,
  { out, retries, json }: DryRunFlags,
  exit: (code: number) => void,
): Promise<number> {
  const interrupt = onInterrupt(exit);
  try {
    const dry = await dryRun(scenario, { out, retries });
    const output = outputTo(process.stdout, process.env);
    if (json) process.stdout.write(`${JSON.stringify(dry, null, 2)}\n`);
    else {
      const next = commandWithout('--dry-run', process.argv.slice(2));
      output.write(renderDryRun(dry, next, output.columns, palette(output.color)));
    }
    return interrupt.exitCode() ?? 0;
  } finally {
    interrupt.dispose();
  }
}

/** The command as it was typed, for a POSIX shell. */
function commandWithout(flag: string, args: readonly string[]): string {
  const words = args.filter((text) => text !== flag).map(shellWord);
  return ['npx scaleproof', ...words].join(' ');
}
