/** Shows a capacity test's steps as they end, then its result. Shared by `capacity` and `report`. */
import { capacityExitCode } from '../capacity/exit-code.ts';
import type { Capacity } from '../capacity/result.ts';
import { stepHeader, stepLine } from '../report/capacity-steps.ts';
import { renderCapacity } from '../report/capacity-terminal.ts';
import { palette } from '../report/palette.ts';
import { type CapacityTestOptions, capacityTest } from '../run/capacity-test.ts';
import { onInterrupt } from './interrupt.ts';
import { type Output, outputTo } from './output.ts';

interface ShowFlags {
  readonly json: boolean;
  readonly quiet: boolean;
}

/**
 * @param exit called immediately on a second signal
 * @returns the exit code
 */
export async function showCapacityTest(
  { json, quiet }: ShowFlags,
  exit: (code: number) => void,
  options: Omit<CapacityTestOptions, 'signal' | 'onProgress'>,
): Promise<number> {
  const output = outputTo(json ? process.stderr : process.stdout, process.env);
  const interrupt = onInterrupt(exit);
  const paint = palette(output.color);
  let hasHeader = false;
  try {
    const result = await capacityTest({
      ...options,
      signal: interrupt.signal,
      onProgress(progress) {
        if (quiet) return;
        switch (progress.kind) {
          case 'say':
            output.write(`${progress.message}\n`);
            break;
          case 'load':
            if (!hasHeader) output.write(`${paint.dim(stepHeader(options.settings.bound))}\n`);
            hasHeader = true;
            break;
          case 'step':
            output.write(`${stepLine(progress.step, paint)}\n`);
        }
      },
    });
    if (result === null) {
      output.write('Interrupted before any load was sent; nothing was written.\n');
      return interrupt.exitCode() ?? 130;
    }
    const { capacity, directory } = result;
    if (json) process.stdout.write(`${JSON.stringify(capacity, null, 2)}\n`);
    else showCapacity(capacity, directory, output);
    return interrupt.exitCode() ?? capacityExitCode(capacity.state);
  } finally {
    interrupt.dispose();
  }
}

/** The result; its steps are above it, or in the table when nobody saw them. */
export function showCapacity(
  capacity: Capacity,
  directory: string,
  output: Output,
  withSteps = false,
): void {
  const { columns, color } = output;
  output.write(renderCapacity(capacity, { directory, columns, withSteps }, palette(color)));
}
