/**
 * Merges a scenario's YAML files as Artillery does, and traces a key of the merged script back to the
 * file and line that set it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import merge from 'lodash/merge.js';
import {
  type Document,
  isAlias,
  isCollection,
  isNode,
  isPair,
  LineCounter,
  parseDocument,
} from 'yaml';
import type { Path } from '../input/expected.ts';
import { UserError } from '../input/user-error.ts';

export interface YamlSource {
  readonly file: string;
  readonly document: Document;
  readonly lines: LineCounter;
}

/** A `--set key=value` from the command line. */
export interface Override {
  readonly path: Path;
  readonly value: unknown;
  readonly text: string;
}

/** @throws UserError naming the file, the line and the YAML error */
export function readYaml(file: string): YamlSource {
  const shown = relative(process.cwd(), file) || file;
  if (!existsSync(file)) throw new UserError(`${shown} does not exist; name another file.`);
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(file, 'utf8'), {
    lineCounter: lines,
    prettyErrors: false,
  });
  const [problem] = document.errors;
  if (problem) {
    const { line } = lines.linePos(problem.pos[0]);
    throw new UserError(`${shown}, line ${line}: not valid YAML: ${problem.message}`);
  }
  return { file: shown, document, lines };
}

/**
 * Later sources win over earlier ones, the environment over sources, and overrides over everything.
 * Arrays are merged index by index, as in Artillery: give `phases` either at the top or in every
 * environment, not in both.
 */
export function mergeSources(
  sources: readonly YamlSource[],
  environment: string,
  overrides: readonly Override[],
): Record<string, unknown> {
  const script: Record<string, unknown> = merge(
    {},
    ...sources.map((source) => source.document.toJS()),
  );
  const config = (script.config ?? {}) as Record<string, unknown>;
  const environments = (config.environments ?? {}) as Record<string, unknown>;
  merge(config, environments[environment]);
  for (const override of overrides) assign(config, override);
  return { ...script, config };
}

function assign(root: Record<string, unknown>, { path, value, text }: Override): void {
  let target: Record<string | number, unknown> = root;
  for (const key of path.slice(0, -1)) {
    target[key] ??= {};
    const next = target[key];
    if (typeof next !== 'object' || next === null) {
      throw new UserError(
        `--set ${text}: "${key}" is not a section, so nothing can be set inside it.`,
      );
    }
    target = next as Record<string | number, unknown>;
  }
  // As in `helm --set`: an empty value removes the key.
  if (value === null) delete target[path.at(-1)!];
  else target[path.at(-1)!] = value;
}

/**
 * @param path of the merged script, for example `['config', 'scaleproof', 'expect']`
 * @returns `file, line N` of the deepest part of the path that any source sets
 */
export function locate(
  sources: readonly YamlSource[],
  environment: string,
  overrides: readonly Override[],
  path: Path,
): string {
  const override = overrides.find(({ path: set }) => onOneLine(path, ['config', ...set]));
  if (override) return `--set ${override.text}`;
  for (let length = path.length; length > 0; length -= 1) {
    const part = path.slice(0, length);
    for (const source of sources.toReversed()) {
      const line = lineOf(source, inEnvironment(part, environment)) ?? lineOf(source, part);
      if (line !== null) return `${source.file}, line ${line}`;
    }
  }
  return sources.map((source) => source.file).join(' and ');
}

function inEnvironment(path: Path, environment: string): Path {
  if (path[0] !== 'config' || path.length < 2) return path;
  return ['config', 'environments', environment, ...path.slice(1)];
}

/** The line of the key itself: a section's value starts on the line after. */
function lineOf({ document, lines }: YamlSource, path: Path): number | null {
  let at: unknown = document.contents;
  let key: unknown = null;
  for (const name of path) {
    if (isAlias(at)) at = at.resolve(document);
    if (!isCollection(at)) return null;
    const pair: unknown = at.items.find(
      (item) => isPair(item) && String(item.key) === String(name),
    );
    key = isPair(pair) ? pair.key : at.items[Number(name)];
    at = isPair(pair) ? pair.value : key;
    if (key === undefined) return null;
  }
  return isNode(key) && key.range ? lines.linePos(key.range[0]).line : null;
}

/** Whether one path is a prefix of the other. */
function onOneLine(one: Path, other: Path): boolean {
  const length = Math.min(one.length, other.length);
  return one.slice(0, length).every((key, index) => String(key) === String(other[index]));
}
