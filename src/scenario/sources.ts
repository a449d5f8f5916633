/**
 * Merges a scenario's sources as Artillery does, and traces a key of the merged script back to the file
 * and line that set it.
 */
import merge from 'lodash/merge.js';
import type { Path } from '../input/expected.ts';
import { applyOverride, type Override } from './overrides.ts';
import { lineOf, type YamlSource } from './yaml-source.ts';

/** Everything that says what a scenario is in one environment. */
export interface Sources {
  readonly scenario: YamlSource;
  /** The configuration file; null without one. */
  readonly config: YamlSource | null;
  readonly environment: string;
  readonly overrides: readonly Override[];
}

/** One part of one file, in the form of a whole script. */
export interface Layer {
  readonly source: YamlSource;
  /** Keys from the document's root to the part that stands for `config`. */
  readonly root: Path;
  readonly script: Readonly<Record<string, unknown>>;
}

type Section = Record<string, unknown>;

export function filesOf({ scenario, config }: Sources): YamlSource[] {
  return config === null ? [scenario] : [scenario, config];
}

/** The names of the environments that one file defines, in its order. */
export function definedIn({ value }: YamlSource): string[] {
  return Object.keys(sectionOf(sectionOf(value, 'config'), 'environments'));
}

/** Those of all files, in the order of the files. */
export function environmentsIn(sources: Sources): string[] {
  return [...new Set(filesOf(sources).flatMap(definedIn))];
}

/** What applies in an environment, lowest precedence first: Artillery's own order. */
export function layersOf(sources: Sources, environment = sources.environment): Layer[] {
  const files = filesOf(sources);
  const shared = files.map((source): Layer => {
    const { environments: _, ...config } = sectionOf(source.value, 'config');
    const isSection = isSectionOf(source.value, 'config');
    const script = { ...source.value, ...(isSection ? { config } : {}) };
    return { source, root: ['config'], script };
  });
  const own = files.flatMap((source): Layer[] => {
    const environments = sectionOf(sectionOf(source.value, 'config'), 'environments');
    if (!Object.hasOwn(environments, environment)) return [];
    const root = ['config', 'environments', environment];
    // An environment may be empty: `release:`.
    return [{ source, root, script: { config: environments[environment] ?? {} } }];
  });
  return [...shared, ...own];
}

export function mergeLayers(layers: readonly Layer[]): Section {
  // A copy: what a file holds is merged more than once.
  return merge({}, ...layers.map(({ script }) => script)) as Section;
}

/** Later layers win, and overrides over everything. */
export function mergeSources(sources: Sources): Section {
  const script = mergeLayers(layersOf(sources));
  const { config = {} } = script;
  if (typeof config !== 'object' || config === null) return script;
  for (const override of sources.overrides) applyOverride(config as Section, override);
  return { ...script, config };
}

/** The line where the layer sets the path itself; null where it does not. */
export function lineIn({ source, root }: Layer, path: Path): number | null {
  // An environment sets keys of `config` only.
  if (path[0] !== 'config' && root.length > 1) return null;
  return lineOf(source, path[0] === 'config' ? [...root, ...path.slice(1)] : path);
}

/** `file, line N` of the path itself; null where the layer does not set it. */
export function placeIn(layer: Layer, path: Path): string | null {
  const line = lineIn(layer, path);
  return line === null ? null : `${layer.source.file}, line ${line}`;
}

/**
 * What a scenario is not complete without. Where one of them is missing, the scenario lacks it, whatever
 * the configuration file sets around it.
 */
const OF_THE_SCENARIO = [
  'config',
  'config.target',
  'config.phases',
  'config.scaleproof',
  'config.scaleproof.watch',
  'config.scaleproof.watch.endpointName',
];

/**
 * @param path of the merged script, for example `['config', 'scaleproof', 'expect']`
 * @returns `file, line N` of the deepest part of the path that any source sets, or `--set key=value`
 */
export function locate(sources: Sources, path: Path, isMissing = false): string {
  const { scenario, overrides } = sources;
  const override = overrides.findLast(({ path: set }) => onOneLine(path, ['config', ...set]));
  if (override) return override.text;
  const layers = layersOf(sources).toReversed();
  const lacking = isMissing && OF_THE_SCENARIO.includes(path.join('.'));
  const candidates = lacking ? layers.filter(({ source }) => source === scenario) : layers;
  for (let length = path.length; length > 0; length -= 1) {
    for (const layer of candidates) {
      const place = placeIn(layer, path.slice(0, length));
      if (place !== null) return place;
    }
  }
  return scenario.file;
}

/**
 * How close to the command line a key of the merged script was set: -1 nowhere, 0 for every environment,
 * 1 in this one, 2 by a flag.
 */
export function levelOf(sources: Sources, path: Path): number {
  const { overrides } = sources;
  if (overrides.some(({ path: set }) => onOneLine(path, ['config', ...set]))) return 2;
  const layers = layersOf(sources).filter((layer) => placeIn(layer, path) !== null);
  return Math.max(-1, ...layers.map(({ root }) => (root.length > 1 ? 1 : 0)));
}

/** Whether one path is a prefix of the other. */
function onOneLine(one: Path, other: Path): boolean {
  const length = Math.min(one.length, other.length);
  return one.slice(0, length).every((key, index) => String(key) === String(other[index]));
}

function isSectionOf(value: Section, key: string): boolean {
  const section = value[key];
  return typeof section === 'object' && section !== null && !Array.isArray(section);
}

function sectionOf(value: Section, key: string): Section {
  return isSectionOf(value, key) ? (value[key] as Section) : {};
}
