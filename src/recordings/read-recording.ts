/** Reads a recording's folder; `answers.ndjson` may be gzipped. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { UserError } from '../input/user-error.ts';
import {
  ANSWERS_FILE,
  type AnswerLine,
  answerLineSchema,
  type Exchange,
  RECORDING_FILE,
  type Recording,
  recordingSchema,
  type WholeRecording,
} from './recording.ts';

/** A gzipped file may hold far more than it is long. */
const MOST_BYTES = 512 * 1024 * 1024;

/** @throws UserError that names file and line of what is wrong */
export function readRecording(folder: string): WholeRecording {
  const recording = readHead(folder);
  const { file, text } = readAnswers(folder);
  const lines: AnswerLine[] = [];
  const exchanges: Exchange[] = [];
  for (const [index, written] of text.split('\n').entries()) {
    if (written.trim() === '') continue;
    const at = `${file}, line ${index + 1}`;
    if (lines.length !== index)
      throw new UserError(`${at}: an empty line is before it; remove that.`);
    const line = parsed(at, written);
    lines.push(line);
    exchanges.push(exchangeOf(line, lines, at));
  }
  if (exchanges.length === 0) throw new UserError(`${file} holds no answer; record again.`);
  return { recording, exchanges };
}

function readHead(folder: string): Recording {
  const file = join(folder, RECORDING_FILE);
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new UserError(
      code === undefined
        ? `${file} is not JSON; copy it again from where it was recorded.`
        : `Cannot read ${file} (${code}); name a folder that \`scaleproof record\` wrote.`,
      { cause },
    );
  }
  const result = recordingSchema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new UserError(
    `${file}, ${issue!.path.join('.') || 'as a whole'}: ${issue!.message}; it may be of another version of Scaleproof.`,
  );
}

function readAnswers(folder: string): { file: string; text: string } {
  const plain = join(folder, ANSWERS_FILE);
  const file = existsSync(plain) ? plain : `${plain}.gz`;
  try {
    const bytes = readFileSync(file);
    const text = file === plain ? bytes : gunzipSync(bytes, { maxOutputLength: MOST_BYTES });
    return { file, text: text.toString('utf8') };
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new UserError(`Cannot read ${plain}, nor ${ANSWERS_FILE}.gz beside it (${code}).`, {
      cause,
    });
  }
}

function parsed(at: string, written: string): AnswerLine {
  let value: unknown;
  try {
    value = JSON.parse(written);
  } catch (cause) {
    throw new UserError(`${at}: not JSON; the file may have been cut off.`, { cause });
  }
  const result = answerLineSchema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new UserError(`${at}, ${issue!.path.join('.') || 'as a whole'}: ${issue!.message}.`);
}

function exchangeOf(line: AnswerLine, lines: readonly AnswerLine[], at: string): Exchange {
  const { input, inputOf, answer, answerOf, error, ...rest } = line;
  const whole = input ?? (inputOf === undefined ? undefined : lines[inputOf - 1]?.input);
  if (whole === undefined) {
    throw new UserError(`${at}: expected \`input\`, or \`inputOf\` with the line that has it.`);
  }
  const told = answer ?? (answerOf === undefined ? undefined : lines[answerOf - 1]?.answer);
  if ((told === undefined) === (error === undefined)) {
    throw new UserError(
      `${at}: expected \`answer\`, \`answerOf\` with the line that has it, or \`error\`.`,
    );
  }
  return { ...rest, input: whole, answer: told ?? null, error: error ?? null };
}
