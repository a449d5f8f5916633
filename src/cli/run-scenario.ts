/** What `scaleproof run` does, once its arguments are understood. */
import { join } from 'node:path';
import { run } from '../run/run.ts';
import { HTML_REPORT } from '../run/write-reports.ts';
import { resolveScenario } from '../scenario/resolve.ts';
import { exitCodeOf } from '../verdict/exit-code.ts';
import { EXIT_OF_SIGNAL } from './exit-codes.ts';
import { onInterrupt } from './interrupt.ts';
import { outputTo } from './output.ts';
import { createProgressDisplay } from './progress.ts';
import type { RunFlags } from './run.ts';
import { showVerdict } from './show-verdict.ts';

/** @returns the exit code */
export async function runScenario(
  name: string,
  flags: RunFlags,
  exit: (code: number) => void,
): Promise<number> {
  const scenario = await resolveScenario({
    scenario: name,
    environment: flags.env,
    engine: flags.engine,
    set: flags.set,
    env: process.env,
    ...(flags.seed === undefined ? {} : { seed: flags.seed }),
    ...(flags.config ? { config: flags.config } : {}),
  });
  const output = outputTo(flags.json ? process.stderr : process.stdout, process.env);
  const display = createProgressDisplay(output);
  const interrupt = onInterrupt((code) => {
    display.end();
    exit(code);
  });
  try {
    const result = await run({
      scenario,
      out: flags.out,
      signal: interrupt.signal,
      onProgress: (progress) => display.show(progress),
    });
    display.end();
    const interrupted = EXIT_OF_SIGNAL[String(interrupt.signal.reason)];
    if (!result) {
      output.write('Interrupted before any load was sent; nothing was written.\n');
      return interrupted ?? 130;
    }
    if (flags.json) process.stdout.write(`${JSON.stringify(result.verdict, null, 2)}\n`);
    else showVerdict(result.verdict, join(result.directory, HTML_REPORT), output);
    return interrupted ?? exitCodeOf(result.verdict.status);
  } finally {
    display.end();
    interrupt.dispose();
  }
}
