/** Which scenarios there are, here and among those that come with Scaleproof. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentsOf } from './environments.ts';
import { readYaml } from './yaml-source.ts';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

export interface ListedScenario {
  /** What a command takes: a name, or a path for what no name finds. */
  readonly name: string;
  /** Relative to the working directory. */
  readonly file: string;
  /** Id of a built-in system or the module's path as written; null when the file does not say. */
  readonly system: string | null;
  /** In the files' order; empty when there are none, or the file cannot be read. */
  readonly environments: readonly string[];
  /** Why the file is not a scenario; null for one that is. */
  readonly problem: string | null;
}

/** Folders that a scenario's name is looked up in, first match first. */
export function scenarioFolders(): string[] {
  return [...new Set([resolve('scenarios'), join(PROJECT, 'scenarios')])];
}

/** By name, those in `scenarios/` here before those that come with Scaleproof. */
export function listScenarios(folders = scenarioFolders()): ListedScenario[] {
  const seen = new Set<string>();
  return folders.flatMap((folder) =>
    filesIn(folder).flatMap((file) => {
      const name = basename(file, '.yml');
      // As when a scenario is looked up, the first folder wins.
      if (seen.has(name)) return [];
      seen.add(name);
      return [listed(name, join(folder, file))];
    }),
  );
}

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yml'))
    .sort();
}

function listed(name: string, path: string): ListedScenario {
  const file = relative(process.cwd(), path);
  try {
    const scenario = readYaml(path);
    const script = scenario.value;
    const shared = join(dirname(dirname(path)), 'artillery.yml');
    const step = member(member(member(script.scenarios, 0), 'flow'), 0);
    const system = member(member(step, 'replay'), 'system');
    const config = existsSync(shared) ? readYaml(shared) : null;
    return {
      name,
      file,
      system: typeof system === 'string' ? system : null,
      environments: environmentsOf({ scenario, config, overrides: [] }),
      problem: typeof system === 'string' ? null : 'it has no replay step with a system',
    };
  } catch (cause) {
    const [problem = ''] = (cause as Error).message.split('\n');
    return { name, file, system: null, environments: [], problem };
  }
}

function member(of: unknown, key: string | number): unknown {
  return typeof of === 'object' && of !== null ? (of as Record<string, unknown>)[key] : undefined;
}
