/** Reads a scenario's files into one validated script, and says where each value of it was written. */
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { complain } from '../input/complaints.ts';
import type { Path } from '../input/expected.ts';
import { shown } from '../input/quote.ts';
import { UserError } from '../input/user-error.ts';
import { refuseConflicts } from './conflicts.ts';
import { expandEnvironmentVariables } from './environment-variables.ts';
import { refuseUnknownEnvironment } from './environments.ts';
import { findScenario } from './find-scenario.ts';
import { readOverride } from './overrides.ts';
import { type Script, scriptSchema } from './script.ts';
import { filesOf, locate, mergeSources, type Sources } from './sources.ts';
import { refuseIgnoredTarget } from './target.ts';
import { validateWritten } from './written-values.ts';
import { readYaml } from './yaml-source.ts';

export interface ScriptRequest {
  /** `wine`, or a path to a scenario file. */
  readonly scenario: string;
  readonly environment: string;
  /** `key=value` entries; keys are dotted paths below `config`. */
  readonly set?: readonly string[];
  /** `--region`: wins over everything, `set` included, where a section `watch` is there to be in. */
  readonly region?: string | undefined;
  /** Configuration file; defaults to `artillery.yml` one folder above the scenario's, if there is one. */
  readonly config?: string;
  readonly env: NodeJS.ProcessEnv;
}

export interface ScenarioScript {
  /** Absolute path of the scenario's own file. */
  readonly file: string;
  readonly sources: Sources;
  /** As merged, before variables are expanded and defaults filled in. */
  readonly written: Readonly<Record<string, unknown>>;
  readonly script: Script;
  /** @returns the place of a key, or the one where a missing key belongs */
  readonly at: (path: Path, isMissing?: boolean) => string;
}

/** @throws UserError naming file, line and key */
export function readScenario(request: ScriptRequest): ScenarioScript {
  const file = findScenario(request.scenario);
  const scenario = readYaml(file);
  const shared = request.config ?? join(dirname(dirname(file)), 'artillery.yml');
  // A scenario that has all it needs needs no configuration file; one that was named must be there.
  const config = request.config === undefined && !existsSync(shared) ? null : readYaml(shared);
  const given = (request.set ?? []).map(readOverride);
  const { environment } = request;
  const sources = withRegion({ scenario, config, environment, overrides: given }, request.region);
  const at = (path: Path, isMissing = false) => locate(sources, path, isMissing);
  checkAllSections(sources);
  refuseUnknownEnvironment(sources, basename(file, '.yml'), shared);
  validateWritten(sources);
  refuseConflicts(sources);
  const written = mergeSources(sources);
  refuseIgnoredTarget(written, sources);
  const expanded = expandEnvironmentVariables(written, request.env, at);
  return { file, sources, written, script: validate(expanded, at), at };
}

/** A scenario that watches nothing has no Region to watch. */
function withRegion(sources: Sources, region: string | undefined): Sources {
  if (region === undefined) return sources;
  const { config } = mergeSources(sources) as { config?: { scaleproof?: { watch?: unknown } } };
  if (!isSection(config?.scaleproof?.watch)) return sources;
  const path = ['scaleproof', 'watch', 'region'];
  const flag = { path, value: region, text: `--region ${shown(region)}` };
  return { ...sources, overrides: [...sources.overrides, flag] };
}

function checkAllSections(sources: Sources): void {
  for (const { value, file } of filesOf(sources)) {
    const section = (value.config as { environments?: unknown } | null | undefined)?.environments;
    checkSections(section, file);
  }
}

/** `environments` maps names to sections; an environment may be empty. */
function checkSections(environments: unknown, file: string): void {
  if (environments === undefined || environments === null) return;
  const wrong = isSection(environments)
    ? Object.entries(environments).find(([, each]) => each !== null && !isSection(each))
    : ['', environments];
  if (!wrong) return;
  const key = `config.environments${wrong[0] === '' ? '' : `.${wrong[0]}`}`;
  throw new UserError(
    `${file}: "${key}": expected a section, found ${Array.isArray(wrong[1]) ? 'a list' : JSON.stringify(wrong[1])}; write keys of \`config\` below it.`,
  );
}

function isSection(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function validate(script: unknown, at: (path: Path, isMissing?: boolean) => string): Script {
  const result = scriptSchema.safeParse(script);
  if (result.success) return result.data;
  throw new UserError(complain(scriptSchema, result.error.issues, script, at).join('\n'));
}
