/**
 * Refuses settings that would have no effect: Artillery merges the configuration file over the scenario
 * without a word.
 */
import isEqual from 'lodash/isEqual.js';
import isPlainObject from 'lodash/isPlainObject.js';
import type { Path } from '../input/expected.ts';
import { quoted } from '../input/quote.ts';
import { UserError } from '../input/user-error.ts';
import { type Layer, layersOf, mergeLayers, placeIn, type Sources } from './sources.ts';

type Section = Record<string, unknown>;

/** Whether scenario and configuration file set a key to different values. */
export function contradicts(sources: Sources): boolean {
  return betweenFiles(sources, layersOf(sources)).length > 0;
}

/** @throws UserError naming every key that both files set differently, with both lines and who would win */
export function refuseConflicts(sources: Sources): void {
  const layers = layersOf(sources);
  const problems = [...betweenFiles(sources, layers), ...mixedLists(layers)];
  if (problems.length > 0) throw new UserError([...new Set(problems)].join('\n'));
}

function betweenFiles({ scenario, config }: Sources, layers: readonly Layer[]): string[] {
  if (config === null) return [];
  const [own, shared] = [scenario, config].map((file) =>
    layers.filter(({ source }) => source === file),
  ) as [Layer[], Layer[]];
  return differing(mergeLayers(own), mergeLayers(shared), []).map((path) => {
    const [ours, theirs] = [placeOf(own, path), placeOf(shared, path)];
    const winner = setBy(layers, path) === scenario ? ours : theirs;
    const key = path.join('.');
    return (
      `${ours} and ${theirs}: "${key}" is set to ${inWords(valueAt(mergeLayers(own), path))} and to ` +
      `${inWords(valueAt(mergeLayers(shared), path))}; expected one place, since Artillery would silently take ` +
      `the value of ${winner}. Remove one of them.`
    );
  });
}

/** Paths that both set, to different values. */
function differing(one: unknown, other: unknown, path: Path): Path[] {
  if (one === undefined || other === undefined) return [];
  if (!isPlainObject(one) || !isPlainObject(other)) return isEqual(one, other) ? [] : [path];
  return Object.keys(one as Section).flatMap((key) =>
    differing((one as Section)[key], (other as Section)[key], [...path, key]),
  );
}

/** Artillery merges lists entry by entry: a short list over a long one keeps the long one's end. */
function mixedLists(layers: readonly Layer[]): string[] {
  const merged = mergeLayers(layers);
  return layers.flatMap((layer) =>
    listsIn(layer.script, []).flatMap((path) => {
      // Between files, the difference itself is refused.
      const later = layers
        .slice(layers.indexOf(layer) + 1)
        .filter(({ source }) => source === layer.source);
      const over = later.findLast((each) => valueAt(each.script, path) !== undefined);
      if (!over || isEqual(valueAt(merged, path), valueAt(over.script, path))) return [];
      return [
        `${placeIn(layer, path)} and ${placeIn(over, path)}: "${path.join('.')}" is a list in both; expected one ` +
          'place, since Artillery would mix the two entry by entry. Remove one of them.',
      ];
    }),
  );
}

function listsIn(value: unknown, path: Path): Path[] {
  if (Array.isArray(value)) return [path];
  if (!isPlainObject(value)) return [];
  return Object.entries(value as Section).flatMap(([key, item]) => listsIn(item, [...path, key]));
}

function placeOf(layers: readonly Layer[], path: Path): string {
  const places = layers.flatMap((layer) => placeIn(layer, path) ?? []);
  return places.at(-1) ?? layers[0]!.source.file;
}

function setBy(layers: readonly Layer[], path: Path) {
  return layers.findLast((layer) => valueAt(layer.script, path) !== undefined)?.source;
}

function inWords(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'string') return quoted(value);
  return typeof value === 'object' && value !== null ? 'a section' : String(value);
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, key) => (at as Section | null | undefined)?.[key], value);
}
