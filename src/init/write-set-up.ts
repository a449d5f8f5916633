/** Writes a new scenario's files, and tries its module on the exchange it was made from. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readDataset } from '../dataset/read.ts';
import { UserError } from '../input/user-error.ts';
import type { Answer } from '../systems/contract.ts';
import { datasetFileOf, loadSystem } from '../systems/load-system.ts';
import { readResponseBody } from './pasted.ts';
import type { SetUp } from './set-up.ts';

/** @throws UserError, before anything is written, when a file exists */
export function writeSetUp({ files }: SetUp, folder: string, force: boolean): void {
  const existing = files.filter(({ path }) => existsSync(join(folder, path)));
  if (existing.length > 0 && !force) {
    const names = existing.map(({ path }) => join(folder, path)).join(', ');
    throw new UserError(
      `${names} exists already; choose another name, or add --force to overwrite it.`,
    );
  }
  for (const { path, text } of files) {
    const file = join(folder, path);
    try {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      throw new UserError(`Cannot write ${file} (${code}); choose another folder with --dir.`, {
        cause,
      });
    }
  }
}

/** What the new module makes of the response that was pasted: correct, or it needs an edit. */
export async function tryModule(moduleFile: string, response: string): Promise<Answer> {
  const file = resolve(moduleFile);
  const system = await loadSystem(file);
  const [row] = readDataset(datasetFileOf(file, system), system.dataset);
  const codec = system.ways[system.defaultWay];
  codec!.encode(row!, { path: null, functionName: null, endpointName: null });
  return codec!.decode({ status: 200, headers: {}, body: readResponseBody(response) }, row!);
}
