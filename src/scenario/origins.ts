/** Where each value of a scenario comes from. */
import type { Path } from '../input/expected.ts';
import type { Way } from '../systems/contract.ts';
import { variablesIn } from './environment-variables.ts';
import type { ScenarioScript } from './read-scenario.ts';
import { layersOf, lineIn } from './sources.ts';

export type Origin =
  | {
      readonly kind: 'file';
      readonly file: string;
      readonly line: number;
      /** Environment variables that the value is made of; empty for most. */
      readonly variables: readonly string[];
    }
  /** `--set key=value`, as typed. */
  | { readonly kind: 'flag'; readonly flag: string }
  | { readonly kind: 'default' };

export interface Setting {
  /** Keys from the script's root. */
  readonly path: Path;
  /** A scalar, or an empty list or section. */
  readonly value: unknown;
  readonly origin: Origin;
}

/**
 * The settings of a scenario in the order of its schema, defaults included.
 *
 * @param way the one that applies, and the flag that chose it, if one did
 */
export function settingsOf(
  read: ScenarioScript,
  way: { readonly chosen: Way; readonly flag: Way | null },
): Setting[] {
  const { scenarios, ...rest } = read.script;
  const [scenario] = scenarios;
  const flow = [{ replay: { ...scenario!.flow[0].replay, way: way.chosen } }];
  const script = { ...rest, scenarios: [{ ...scenario, flow }] };
  return leavesOf(script, []).map(({ path, value }) => {
    const isFlag = path.join('.') === WAY && way.flag !== null;
    const flag = `--way ${way.flag}`;
    const origin = isFlag ? ({ kind: 'flag', flag } as const) : originOf(read, path);
    const isHidden =
      path.join('.') === PATH && origin.kind === 'file' && origin.variables.length > 0;
    return { path, value: isHidden ? writtenAt(read, path) : value, origin };
  });
}

/** Some APIs expect a key in it, so its variables stay variables. */
const PATH = 'scenarios.0.flow.0.replay.path';
const WAY = 'scenarios.0.flow.0.replay.way';

function writtenAt({ written }: ScenarioScript, path: Path): unknown {
  return path.reduce<unknown>(
    (at, key) => (at as Record<string | number, unknown> | undefined)?.[key],
    written,
  );
}

function originOf(read: ScenarioScript, path: Path): Origin {
  const { sources } = read;
  const override = sources.overrides.findLast(({ path: set }) =>
    ['config', ...set].every((key, index) => String(key) === String(path[index])),
  );
  if (override) return { kind: 'flag', flag: override.text };
  for (const layer of layersOf(sources).toReversed()) {
    const line = lineIn(layer, path);
    if (line === null) continue;
    const text = writtenAt(read, path);
    const variables = typeof text === 'string' ? variablesIn(text) : [];
    return { kind: 'file', file: layer.source.file, line, variables };
  }
  return { kind: 'default' };
}

function leavesOf(value: unknown, path: Path): { path: Path; value: unknown }[] {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) {
    return value === undefined ? [] : [{ path, value }];
  }
  return Object.entries(value).flatMap(([key, item]) =>
    leavesOf(item, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}
