/** What source files import, for the tests that hold the order of the rooms. */
import { readFileSync } from 'node:fs';

export interface Import {
  /** As written. */
  readonly from: string;
  /** Gone once types are stripped. */
  readonly isType: boolean;
}

const STATEMENT =
  /^(?:import|export)\s+(?<type>type\b)?(?:[^;'"]*?\sfrom\s+)?['"](?<from>[^'"]+)['"]/gm;
const CALL = /\b(?:import|require)\(\s*['"`](?<from>[^'"`]+)['"`]/g;
/** Files started as a process or thread, or read as they are. */
const ADDRESS = /new URL\(\s*['"`](?<from>\.[^'"`]+)['"`],\s*import\.meta\.url/g;

/** Static imports and re-exports, `import()`, and files named by a URL beside the module. */
export function importsOf(file: string): Import[] {
  const source = readFileSync(file, 'utf8');
  return [STATEMENT, CALL, ADDRESS].flatMap((pattern) =>
    [...source.matchAll(pattern)].map(({ groups }) => ({
      from: groups!.from!,
      isType: groups!.type !== undefined,
    })),
  );
}
