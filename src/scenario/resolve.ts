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
import { scaledToPeak } from './plan-shape.ts';
import { readScenario, type ScenarioScript, type ScriptRequest } from './read-scenario.ts';
import { repeatArguments } from './repeat-arguments.ts';
import {
  type Phase,
  type ReplayStep,
  type ResolvedScenario,
  WATCH_NOTHING,
  type Watch,
} from './schema.ts';
import type { Script } from './script.ts';
import type { StandInConfig } from './stand-in-config.ts';
import { refuseContradictions } from './stand-in-contradictions.ts';
import { checkEndpointUrl, checkTarget } from './target.ts';
import { refuseUnknownRegions } from './unknown-regions.ts';
import {
  needsNoAws,
  refuseStandIn,
  refuseUnsaid,
  refuseWithoutWatch,
  withoutInstances,
} from './unwatched.ts';

export interface ScenarioRequest extends ScriptRequest {
  readonly engine?: Engine;
  /** Overrides the scenario's own. */
  readonly way?: Way;
  readonly seed?: number;
  /** Scales the plan, so that this is its peak. */
  readonly peakRps?: number;
  /** Nothing is measured, so the scenario need not say what to watch. */
  readonly watchesNothing?: boolean;
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
    flagAt(path, script, request) ?? read.at(path, isMissing);
  const { standIn } = script.config.scaleproof;
  const watch = watchOf(script, request, at);
  checkEndpointUrl(watch?.endpointUrl, standIn !== undefined, at);
  if (watch === null && standIn !== undefined) refuseStandIn(at);
  const step = stepOf(script, watch, request);
  if ((watch?.endpointUrl === undefined && standIn === undefined) || request.aboutAws) {
    refuseUnknownRegions(watch, step, at);
  }
  const loaded = await findSystem(step, watch, dirname(file), at);
  const scenario = toScenario({ script, file, request, loaded, watch }, at);
  if (script.config.scaleproof.watch === WATCH_NOTHING) refuseWithoutWatch(read, loaded.way);
  refuseImpossible(scenario, request, at);
  return freeze(hasExpectations(written, scenario) ? scenario : { ...scenario, asksNothing: true });
}

/** The flag that sets a key of the replay step, where one does. */
function flagAt(path: Path, { config }: Script, { way, region }: ScenarioRequest): string | null {
  const key = path.at(-1);
  if (way !== undefined && key === 'way') return `--way ${way}`;
  // Where a section `watch` is, the flag sets the Region in it.
  const isSteps = path[0] === 'scenarios' && typeof config.scaleproof.watch !== 'object';
  return isSteps && key === 'region' && region !== undefined ? `--region ${region}` : null;
}

/** @throws UserError where the scenario does not say what to watch and must */
function watchOf(
  { config }: Script,
  { watchesNothing = false }: ScenarioRequest,
  at: (path: Path, isMissing?: boolean) => string,
): Watch | null {
  const { watch } = config.scaleproof;
  if (watch === undefined && !watchesNothing) refuseUnsaid(at);
  return watch === undefined || watch === WATCH_NOTHING ? null : watch;
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
function hasExpectations(
  written: Readonly<Record<string, unknown>>,
  { watch, way }: ResolvedScenario,
): boolean {
  const { scaleproof } = written.config as { scaleproof?: { expect?: object | null } | null };
  const asked = Object.keys(scaleproof?.expect ?? {});
  return asked.some((key) => watch !== null || needsNoAws(key, way));
}

function stepOf(script: Script, watch: Watch | null, { way, region }: ScenarioRequest): ReplayStep {
  const step = script.scenarios[0]!.flow[0].replay;
  return {
    ...step,
    ...(way ? { way } : {}),
    // Without a watched Region, the flag can only mean the one that requests are signed for.
    ...(watch === null && region ? { region } : {}),
  };
}

interface Found {
  readonly script: Script;
  /** The scenario's own file. */
  readonly file: string;
  readonly request: ScenarioRequest;
  readonly loaded: LoadedSystem;
  readonly watch: Watch | null;
}

function toScenario(
  { script, file, request, loaded, watch }: Found,
  at: (path: Path) => string,
): ResolvedScenario {
  const { config } = script;
  const { dataset, headersFromEnvironment } = script.scenarios[0]!.flow[0].replay;
  const { expect, settle, abort, compare, prices, standIn } = config.scaleproof;
  return {
    name: script.scenarios[0]!.name ?? basename(file, '.yml'),
    given: request.scenario,
    repeat: repeatArguments(request, process.cwd()),
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
    phases: readPhases(config.phases, request.peakRps, at),
    replay: {
      ...config.engines.replay,
      ...(request.seed === undefined ? {} : { seed: request.seed }),
    },
    watch,
    expect: watch === null ? withoutInstances(expect) : expect,
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

function readPhases(
  written: Script['config']['phases'],
  peakRps: number | undefined,
  at: (path: Path) => string,
): Phase[] {
  const own = phasesOf(written, at);
  const phases = peakRps === undefined ? own : scaledToPeak(own, peakRps);
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
