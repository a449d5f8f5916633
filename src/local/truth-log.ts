/** Writes what really happened, one JSON line per event, as it happens. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { UserError } from '../input/user-error.ts';
import type { TruthEvent } from '../record/truth-events.ts';

export interface TruthLog {
  append(event: TruthEvent): void;
  close(): void;
}

/** Opens the file for appending. @throws UserError when it cannot be written */
export function openTruthLog(path: string): TruthLog {
  let file: number | undefined;
  try {
    file = openSync(path, 'a');
  } catch (cause) {
    throw new UserError(
      `The truth file ${path} cannot be written (${(cause as Error).message}); ` +
        'name a file in a directory that exists.',
      { cause },
    );
  }
  return {
    append: (event) => {
      if (file === undefined) return;
      try {
        writeSync(file, `${JSON.stringify(event)}\n`);
      } catch (error) {
        // A full disk must not take the endpoint down: warn once and write no further lines.
        process.emitWarning(`Stopped writing to ${path}: ${(error as Error).message}`);
        closeSync(file);
        file = undefined;
      }
    },
    close: () => {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}
