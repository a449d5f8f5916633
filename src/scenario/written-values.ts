/**
 * Validates every value that was written, also those that another layer overrides and those of
 * environments that were not chosen: a slip in `nightly` should not wait for the night.
 */
import { complain, insideSections } from '../input/complaints.ts';
import type { Path } from '../input/expected.ts';
import { UserError } from '../input/user-error.ts';
import { TEMPLATE } from './environment-variables.ts';
import { scriptSchema } from './script.ts';
import {
  environmentsIn,
  type Layer,
  layersOf,
  mergeLayers,
  placeIn,
  type Sources,
} from './sources.ts';
import { checkEndpointUrl, checkTarget } from './target.ts';

/** @throws UserError naming file, line and key of every wrong value, whichever would win */
export function validateWritten(sources: Sources): void {
  const environments = [sources.environment, ...environmentsIn(sources)];
  const problems = environments.flatMap((environment) => {
    const layers = layersOf(sources, environment);
    // What a layer sets is seen before the next one is merged over it.
    return layers.flatMap((_, index) => problemsIn(layers.slice(0, index + 1)));
  });
  if (problems.length > 0) throw new UserError([...new Set(problems)].join('\n'));
}

function problemsIn(layers: readonly Layer[]): string[] {
  const script = withoutTemplates(mergeLayers(layers));
  const { error } = scriptSchema.safeParse(script);
  const issues = insideSections(error?.issues ?? [], script).filter((issue) => {
    const found = valueAt(script, issue.path as Path);
    // Missing keys, and what a section as a whole lacks, may come with a later layer.
    return found !== undefined && !(issue.code === 'custom' && typeof found === 'object');
  });
  const at = (path: Path) => placeOf(layers, path);
  return [...complain(scriptSchema, issues, script, at), ...wrongUrls(script, at)];
}

/** A schema knows a URL, but not what a base URL must not have. */
function wrongUrls(script: unknown, at: (path: Path) => string): string[] {
  const target = valueAt(script, ['config', 'target']);
  const endpointUrl = valueAt(script, ['config', 'scaleproof', 'watch', 'endpointUrl']);
  const checks = [
    () => typeof target === 'string' && checkTarget(target, true, at),
    () =>
      typeof endpointUrl === 'string' &&
      // What is no URL at all, the schema has said.
      URL.canParse(endpointUrl) &&
      checkEndpointUrl(endpointUrl, false, at),
  ];
  return checks.flatMap((check) => {
    try {
      check();
      return [];
    } catch (cause) {
      if (!(cause instanceof UserError)) throw cause;
      return [cause.message];
    }
  });
}

function placeOf(layers: readonly Layer[], path: Path): string {
  for (let length = path.length; length > 0; length -= 1) {
    for (const layer of layers.toReversed()) {
      const place = placeIn(layer, path.slice(0, length));
      if (place !== null) return place;
    }
  }
  return layers[0]!.source.file;
}

/** What a template becomes is known only with its variable. */
function withoutTemplates(value: unknown): unknown {
  if (typeof value === 'string') return TEMPLATE.test(value) ? undefined : value;
  if (Array.isArray(value)) return value.map(withoutTemplates);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withoutTemplates(item)]),
  );
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, key) => (at as Record<string | number, unknown> | null | undefined)?.[key],
    value,
  );
}
