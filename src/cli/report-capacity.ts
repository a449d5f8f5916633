/** What `report` does with a capacity test: judges it again from disk and shows it. */
import { capacityExitCode } from '../capacity/exit-code.ts';
import { UserError } from '../input/user-error.ts';
import { writeCapacity } from '../run/write-capacity.ts';
import { outputTo } from './output.ts';
import { showCapacity } from './show-capacity.ts';

interface Flags {
  readonly json: boolean;
  readonly open: boolean;
  readonly junit?: string;
  /** With --format or --push. */
  readonly exports: boolean;
}

/** @returns the exit code */
export async function reportCapacity(directory: string, flags: Flags): Promise<number> {
  const unfit = flags.exports ? '--format' : flags.open ? '--open' : flags.junit && '--junit';
  if (unfit) {
    throw new UserError(
      `${directory} is a capacity test, which has no page, JUnit file or export; leave out ${unfit}, or take capacity.json there.`,
    );
  }
  const capacity = await writeCapacity(directory);
  if (flags.json) process.stdout.write(`${JSON.stringify(capacity, null, 2)}\n`);
  else showCapacity(capacity, directory, outputTo(process.stdout, process.env), true);
  return capacityExitCode(capacity.state);
}
