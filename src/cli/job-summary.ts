/** Tells GitHub Actions, where it runs this: a job summary, and annotations. */
import { appendFileSync } from 'node:fs';

/** Without GITHUB_STEP_SUMMARY nothing is written. */
export function appendToJobSummary(markdown: string, env: NodeJS.ProcessEnv = process.env): void {
  const file = env.GITHUB_STEP_SUMMARY;
  if (!file) return;
  try {
    appendFileSync(file, `${markdown}\n`);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    // The verdict matters more than its summary.
    process.stderr.write(`Cannot append to GITHUB_STEP_SUMMARY ${file} (${code}).\n`);
  }
}

/** On stderr, which GitHub reads as well: stdout may be JSON. */
export function annotate(commands: string, env: NodeJS.ProcessEnv = process.env): void {
  if (env.GITHUB_ACTIONS === 'true') process.stderr.write(commands);
}
