/** Writes a recording's folder, and takes it back when a name was left in it. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UserError } from '../input/user-error.ts';
import { makeMissing, makeNew, removeEmpty } from '../record/new-directories.ts';
import { leftovers } from './leftovers.ts';
import type { Name } from './names.ts';
import {
  ANSWERS_FILE,
  type AnswerLine,
  type Exchange,
  RECORDING_FILE,
  type Recording,
  type WholeRecording,
} from './recording.ts';

/**
 * Makes the folder before anything is recorded: twenty minutes are not to end in a folder that is there.
 *
 * @returns removes what was made, if nothing is in it
 * @throws UserError when it exists or cannot be made
 */
export function reserveFolder(folder: string): () => void {
  const path = resolve(folder);
  let made: string[];
  try {
    made = makeMissing(resolve(path, '..'));
    if (!makeNew(path)) throw Object.assign(new Error('exists'), { code: 'EEXIST' });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new UserError(
      code === 'EEXIST'
        ? `${folder} already exists, and a recording is not added to another; name a new folder with --out.`
        : `Cannot make the folder ${folder} (${code}); choose another with --out.`,
      { cause },
    );
  }
  return () => removeEmpty([...made, path]);
}

/** @throws UserError when a name was left; nothing is left then */
export function writeRecording(
  folder: string,
  { recording, exchanges }: WholeRecording,
  names: readonly Name[],
): void {
  const files = [join(folder, RECORDING_FILE), join(folder, ANSWERS_FILE)] as const;
  try {
    writeFileSync(files[0], textOf(recording));
    writeFileSync(files[1], linesOf(exchanges));
  } catch (cause) {
    for (const file of files) rmSync(file, { force: true });
    const { code } = cause as NodeJS.ErrnoException;
    throw new UserError(
      `Cannot write the recording to ${folder} (${code}); choose another with --out.`,
      { cause },
    );
  }
  const left = files.flatMap((file) => leftovers(oneALine(readFileSync(file, 'utf8')), names));
  if (left.length === 0) return;
  for (const file of files) rmSync(file, { force: true });
  throw new UserError(
    `${left.length} of the names that were to be replaced ${left.length === 1 ? 'was' : 'were'} left in the recording, the first is "${left[0]}", so its files were removed; please report this, with the member of the AWS answer that holds it.`,
  );
}

const textOf = (recording: Recording) => `${JSON.stringify(recording, null, 2)}\n`;

/** recording.json is laid out over lines, to be read; answers.ndjson is not. */
const oneALine = (text: string) =>
  text.startsWith('{\n') ? JSON.stringify(JSON.parse(text)) : text;

export function linesOf(exchanges: readonly Exchange[]): string {
  const seen = { input: new Map<string, number>(), answer: new Map<string, number>() };
  const lines = exchanges.map((exchange, index) => {
    const { input, answer, error, ...rest } = exchange;
    const before = (of: 'input' | 'answer', value: object): number | null => {
      // An answer is like another's of the same operation only.
      const key = `${rest.service} ${rest.operation} ${JSON.stringify(value)}`;
      const earlier = seen[of].get(key);
      if (earlier !== undefined) return earlier;
      seen[of].set(key, index + 1);
      return null;
    };
    const inputOf = before('input', input);
    const answerOf = answer === null ? null : before('answer', answer);
    const line: AnswerLine = {
      ...rest,
      ...(inputOf === null ? { input } : { inputOf }),
      ...(answer !== null && (answerOf === null ? { answer } : { answerOf })),
      ...(error !== null && { error }),
    };
    return `${JSON.stringify(line)}\n`;
  });
  return lines.join('');
}
