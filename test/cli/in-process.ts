/** Runs the command line in this process: what a mistake says takes milliseconds, not a process. */
import { vi } from 'vitest';
import { createProgram, exitCodeOfFailure } from '../../src/cli/program.ts';
import type { Finished } from './command.ts';

/** One at a time: the output of the whole process is caught. */
export async function scaleproofHere(...args: string[]): Promise<Omit<Finished, 'signal'>> {
  const written = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      written[name] += String(text);
      return true;
    }),
  );
  let code: number | null = null;
  try {
    await createProgram((exit) => {
      code = exit;
    })
      .parseAsync(args, { from: 'user' })
      .catch(async (cause) => {
        code = await exitCodeOfFailure(cause, args);
      });
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return { code, ...written };
}
