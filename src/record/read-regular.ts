/** Reads a file of a run directory, which may have come from anywhere. */
import { readFile, stat } from 'node:fs/promises';

/** @throws an error of Node's; for what is no file, one with code ENOTFILE, since a pipe may never end */
export async function readRegularText(file: string): Promise<string> {
  if (!(await stat(file)).isFile()) {
    throw Object.assign(new Error(`${file} is no file`), { code: 'ENOTFILE' });
  }
  return readFile(file, 'utf8');
}
