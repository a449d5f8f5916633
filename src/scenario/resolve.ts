/** Resolves a scenario name to everything a run needs, or to one message that says what is wrong. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse as parseYaml } from 'yaml';
import { closest, complain, suggest } from '../input/complaints.ts';
import type { Path } from '../input/expected.ts';
import { UserError } from '../input/user-error.ts';
import type { Way } from '../systems/contract.ts';
import type { Engine } from './engine-names.ts';
import { expandEnvironmentVariables } from './environment-variables.ts';
import { findSystem, type LoadedSystem } from './loaded-system.ts';
import { checkOwnHeaders } from './own-headers.ts';
import { toPhases } from './phases.ts';
import type { ReplayStep, ResolvedScenario } from './schema.ts';
import { CONFIG_KEYS, type Script, scriptSchema } from './script.ts';
import { locate, mergeSources, type Override, readYaml, type YamlSource } from './sources.ts';

export interface ScenarioRequest {
  /** `wine`, or a path to a scenario file. */
  readonly scenario: string;
  readonly environment: string;
  readonly engine?: Engine;
  /** Overrides the scenario's own. */
  readonly way?: Way;
  readonly seed?: number;
  /** `key=value` entries; keys are dotted paths below `config`. */
  readonly set?: readonly string[];
  /** Configuration file; defaults to `artillery.yml` one folder above the scenario's. */
  readonly config?: string;
  readonly env: NodeJS.ProcessEnv;
}

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

/** @throws UserError (as a rejection) naming file, line and key */
export async function resolveScenario(request: ScenarioRequest): Promise<ResolvedScenario> {
  const file = findScenario(request.scenario);
  const configFile = request.config ?? join(dirname(dirname(file)), 'artillery.yml');
  // Artillery's own order: the configuration file is merged over the scenario.
  const sources = [readYaml(file), readYaml(configFile)];
  const { environment } = request;
  const overrides = (request.set ?? []).map(toOverride);
  checkEnvironment(sources, environment);
  const at = (path: Path) => locate(sources, environment, overrides, path);
  const merged = mergeSources(sources, environment, overrides);
  checkConfigKeys(merged, at);
  checkTargetOverride(merged, overrides);
  const script = validate(expandEnvironmentVariables(merged, request.env, at), at);
  const { watch } = script.config.scaleproof;
  const loaded = await findSystem(stepOf(script, request), watch, dirname(file), at);
  return freeze(toScenario({ script, file, request, loaded }, at));
}

function findScenario(name: string): string {
  if (/[/\\]|\.ya?ml$/.test(name)) {
    if (existsSync(name)) return resolve(name);
    throw new UserError(
      `Scenario file ${name} does not exist; give another path, or a scenario name such as wine.`,
    );
  }
  const folders = [resolve('scenarios'), join(PROJECT, 'scenarios')];
  for (const folder of folders) {
    const file = join(folder, `${name}.yml`);
    if (existsSync(file)) return file;
  }
  const known = folders.flatMap(listScenarios);
  const meant = closest(name, known);
  const hint = meant
    ? `did you mean ${meant}?`
    : `expected one of ${[...new Set(known)].join(', ')}.`;
  throw new UserError(`No scenario "${name}" in ${folders[0]}; ${hint}`);
}

function listScenarios(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yml'))
    .map((file) => basename(file, '.yml'));
}

function toOverride(text: string): Override {
  const equals = text.indexOf('=');
  if (equals < 1) {
    throw new UserError(
      `--set ${text}: expected key=value, for example --set engines.replay.seed=7.`,
    );
  }
  const path = text
    .slice(0, equals)
    .split('.')
    .map((key) => (/^\d+$/.test(key) ? Number(key) : key));
  try {
    return { path, value: parseYaml(text.slice(equals + 1)), text };
  } catch (cause) {
    throw new UserError(`--set ${text}: the value is not valid YAML; quote it if it is text.`, {
      cause,
    });
  }
}

function checkEnvironment(sources: readonly YamlSource[], environment: string): void {
  const known = new Set(
    sources.flatMap((source) => {
      const environments: unknown = source.document.toJS()?.config?.environments;
      return Object.keys((environments ?? {}) as object);
    }),
  );
  if (known.has(environment)) return;
  const files = sources.map((source) => source.file).join(' or ');
  throw new UserError(
    `No environment "${environment}" in ${files}${suggest(environment, [...known])}`,
  );
}

function checkConfigKeys(script: Record<string, unknown>, at: (path: Path) => string): void {
  for (const key of Object.keys(script.config as object)) {
    if (CONFIG_KEYS.includes(key)) continue;
    throw new UserError(
      `${at(['config', key])}: unknown key "config.${key}"${suggest(key, CONFIG_KEYS)}`,
    );
  }
}

/** @throws UserError for a target that would be ignored because the load goes to the stand-in */
function checkTargetOverride(
  script: Record<string, unknown>,
  overrides: readonly Override[],
): void {
  const target = overrides.find(({ path }) => path[0] === 'target');
  const { scaleproof } = script.config as { scaleproof?: { standIn?: unknown } };
  if (!target || scaleproof?.standIn === undefined) return;
  throw new UserError(
    `--set ${target.text}: this environment starts a stand-in and loads that; add --set scaleproof.standIn= to disable it, and --set scaleproof.watch.endpointUrl=URL if the target's AWS APIs are not AWS itself.`,
  );
}

function validate(script: unknown, at: (path: Path) => string): Script {
  const result = scriptSchema.safeParse(script);
  if (result.success) return result.data;
  throw new UserError(complain(scriptSchema, result.error.issues, script, at).join('\n'));
}

function stepOf(script: Script, { way }: ScenarioRequest): ReplayStep {
  const step = script.scenarios[0]!.flow[0].replay;
  return way ? { ...step, way } : step;
}

interface Found {
  readonly script: Script;
  /** The scenario's own file. */
  readonly file: string;
  readonly request: ScenarioRequest;
  readonly loaded: LoadedSystem;
}

function toScenario(
  { script, file, request, loaded }: Found,
  at: (path: Path) => string,
): ResolvedScenario {
  const { config } = script;
  const { dataset, headersFromEnvironment } = stepOf(script, request);
  const { watch, expect, settle, abort, prices, standIn } = config.scaleproof;
  return {
    name: script.scenarios[0]!.name ?? basename(file, '.yml'),
    ...loaded,
    environment: request.environment,
    engine: request.engine ?? 'artillery',
    target: checkTarget(config.target, standIn !== undefined, at),
    headersFromEnvironment: checkOwnHeaders(
      headersFromEnvironment,
      loaded.way,
      standIn === undefined ? request.env : null,
      at,
    ),
    dataset: dataset ? resolve(dirname(file), dataset) : null,
    phases: readPhases(config.phases, at),
    replay: {
      ...config.engines.replay,
      ...(request.seed === undefined ? {} : { seed: request.seed }),
    },
    watch,
    expect,
    settle,
    abort,
    prices,
    standIn: standIn ?? null,
  };
}

function readPhases(phases: Script['config']['phases'], at: (path: Path) => string) {
  try {
    return toPhases(
      phases.map((phase) =>
        Object.fromEntries(Object.entries(phase).filter(([, v]) => v !== undefined)),
      ),
    );
  } catch (cause) {
    throw new UserError(`${at(['config', 'phases'])}: ${(cause as Error).message}`, { cause });
  }
}

/** A stand-in's address is known only once it is up, so any `config.target` is accepted with one. */
function checkTarget(
  target: string | undefined,
  standIn: boolean,
  at: (path: Path) => string,
): string {
  if (standIn) return '';
  if (target && URL.canParse(target) && /^https?:$/.test(new URL(target).protocol)) {
    const { pathname, origin, username, password, search, hash } = new URL(target);
    if (username + password + search + hash !== '') {
      // Not quoted: such a target may contain a secret, and records name the target.
      const where = at(['config', 'target']).replace(target, () => '(redacted)');
      throw new UserError(
        `${where}: "config.target": expected only scheme and host, found a user name, password, query or fragment too; keep ${origin}, and send credentials in headers (\`headersFromEnvironment\` in the replay step).`,
      );
    }
    if (pathname === '/') return target;
    // Silently dropping the path would load a different address from the one written.
    throw new UserError(
      `${at(['config', 'target'])}: "config.target": expected only scheme and host, found the path "${pathname}" too; keep ${origin} and set the path as \`path\` in the scenario's replay step.`,
    );
  }
  const found = target === undefined ? 'nothing' : JSON.stringify(target);
  throw new UserError(
    `${at(['config', 'target'])}: "config.target": expected an http or https URL, found ${found}.`,
  );
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  }
  return value;
}
