/** Resolves a scenario name to everything a run needs, or to one message that says what is wrong. */
import { basename, dirname, resolve } from 'node:path';
import type { Path } from '../input/expected.ts';
import { UserError } from '../input/user-error.ts';
import type { Way } from '../systems/contract.ts';
import type { Engine } from './engine-names.ts';
import { contradictionsOf } from './impossible-expectations.ts';
import { MAX_REQUESTS } from './limits.ts';
import { findSystem, type LoadedSystem } from './loaded-system.ts';
import { checkOwnHeaders } from './own-headers.ts';
import { toPhases } from './phases.ts';
import { readScenario, type ScenarioScript, type ScriptRequest } from './read-scenario.ts';
import type { Phase, ReplayStep, ResolvedScenario } from './schema.ts';
import type { Script } from './script.ts';
import { refuseContradictions, type StandInConfig } from './stand-in-config.ts';
import { checkEndpointUrl, checkTarget } from './target.ts';
import { refuseUnknownRegions } from './unknown-regions.ts';

export interface ScenarioRequest extends ScriptRequest {
  readonly engine?: Engine;
  /** Overrides the scenario's own. */
  readonly way?: Way;
  readonly seed?: number;
  /** Somebody else sends the load, by a plan of their own; the scenario's phases say nothing of it. */
  readonly loadElsewhere?: boolean;
  /** What is asked is about AWS itself, even where a run would watch a stand-in. */
  readonly aboutAws?: boolean;
}

/** @throws UserError (as a rejection) naming file, line and key */
export async function resolveScenario(request: ScenarioRequest): Promise<ResolvedScenario> {
  return toResolved(readScenario(request), request);
}

/** @throws UserError (as a rejection) naming file, line and key */
export async function toResolved(
  read: ScenarioScript,
  request: ScenarioRequest,
): Promise<ResolvedScenario> {
  const { script, file, written } = read;
  const at = (path: Path, isMissing = false) =>
    request.way !== undefined && path.at(-1) === 'way'
      ? `--way ${request.way}`
      : read.at(path, isMissing);
  const { watch, standIn } = script.config.scaleproof;
  checkEndpointUrl(watch.endpointUrl, standIn !== undefined, at);
  if ((watch.endpointUrl === undefined && standIn === undefined) || request.aboutAws) {
    refuseUnknownRegions(script, at);
  }
  const loaded = await findSystem(stepOf(script, request), watch, dirname(file), at);
  const scenario = toScenario({ script, file, request, loaded }, at);
  refuseImpossible(scenario, request, at);
  return freeze(hasExpectations(written) ? scenario : { ...scenario, asksNothing: true });
}

/** @throws UserError naming file, line and key of every expectation that cannot be met or says nothing */
function refuseImpossible(
  scenario: ResolvedScenario,
  { loadElsewhere = false }: ScenarioRequest,
  at: (path: Path) => string,
): void {
  const contradictions = contradictionsOf(scenario, !loadElsewhere);
  if (contradictions.length === 0) return;
  const lines = contradictions.map(({ path, message }) => {
    const key = ['config', ...path];
    return `${at(key)}: "${key.join('.')}": ${message}.`;
  });
  throw new UserError(lines.join('\n'));
}

/** Whether anybody wrote an expectation; the schema's defaults are nobody's. */
function hasExpectations(written: Readonly<Record<string, unknown>>): boolean {
  const { scaleproof } = written.config as { scaleproof?: { expect?: object | null } | null };
  return Object.keys(scaleproof?.expect ?? {}).length > 0;
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
  const { watch, expect, settle, abort, compare, prices, standIn } = config.scaleproof;
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
    compare,
    prices,
    standIn: standIn === undefined ? null : consistent(standIn, at),
  };
}

function consistent(standIn: StandInConfig, at: (path: Path) => string): StandInConfig {
  try {
    refuseContradictions(standIn);
    return standIn;
  } catch (cause) {
    if (!(cause instanceof UserError)) throw cause;
    const place = at(['config', 'scaleproof', 'standIn']);
    throw new UserError(`${place}: "config.scaleproof.standIn": ${cause.message}`, { cause });
  }
}

function readPhases(written: Script['config']['phases'], at: (path: Path) => string): Phase[] {
  const phases = phasesOf(written, at);
  const requests = phases.reduce(
    (sum, { startRps, endRps, durationSeconds }) =>
      sum + ((startRps + endRps) / 2) * durationSeconds,
    0,
  );
  if (requests > 0 && requests <= MAX_REQUESTS) return phases;
  throw new UserError(
    `${at(['config', 'phases'])}: "config.phases": expected 1 to ${MAX_REQUESTS} requests in all, found ${requests}; correct rates and durations.`,
  );
}

function phasesOf(written: Script['config']['phases'], at: (path: Path) => string): Phase[] {
  try {
    return toPhases(
      written.map((phase) =>
        Object.fromEntries(Object.entries(phase).filter(([, v]) => v !== undefined)),
      ),
    );
  } catch (cause) {
    throw new UserError(`${at(['config', 'phases'])}: ${(cause as Error).message}`, { cause });
  }
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  }
  return value;
}
