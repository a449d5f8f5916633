/** The lines of a CSV file, each with where it stands. */
import { CsvError, type Info, parse } from 'csv-parse/sync';
import { UserError } from '../input/user-error.ts';

export interface CsvLine {
  readonly record: string[];
  readonly info: Info;
}

/** @throws UserError naming file and line */
export function parseCsv(file: string, text: string): CsvLine[] {
  try {
    return parse(text, {
      bom: true,
      info: true,
      skip_empty_lines: true,
      // The caller counts columns per line, where the message can name the line.
      relax_column_count: true,
    }) as unknown as CsvLine[];
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const line = (cause as unknown as { lines?: number }).lines ?? '?';
    throw new UserError(
      `${file}, line ${line}: not valid CSV (${cause.code}); usually a stray or unclosed quote; correct it.`,
      { cause },
    );
  }
}
