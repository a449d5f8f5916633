/** `--set key=value`: read, and applied to the merged script. */
import { LineCounter } from 'yaml';
import type { Path } from '../input/expected.ts';
import { shown } from '../input/quote.ts';
import { UserError } from '../input/user-error.ts';
import { parseYaml, RESERVED_KEYS, toValue } from './yaml-source.ts';

export interface Override {
  /** Below `config`. */
  readonly path: Path;
  /** Null removes the key. */
  readonly value: unknown;
  /** `--set key=value` as typed, without what may be secret. */
  readonly text: string;
}

/** @throws UserError for what is not `key=value`, or for a value that is not YAML */
export function readOverride(typed: string): Override {
  const equals = typed.indexOf('=');
  const path = typed.slice(0, Math.max(0, equals)).split('.').map(toKey);
  const text = `--set ${display(typed, equals)}`;
  if (equals < 1 || path.some((key) => key === '' || /\s/.test(String(key)))) {
    throw new UserError(
      `${text}: expected key=value, for example --set engines.replay.seed=7; correct the key.`,
    );
  }
  const reserved = path.find((key) => RESERVED_KEYS.includes(String(key)));
  if (reserved !== undefined) {
    throw new UserError(`${text}: "${reserved}" cannot be a key; rename or remove it.`);
  }
  if (path[0] === 'config') {
    throw new UserError(
      `${text}: keys are already below \`config\`; write --set ${display(typed.slice('config.'.length), equals - 'config.'.length)}.`,
    );
  }
  const written = typed.slice(equals + 1);
  const value: unknown = toValue(parseYaml(written, new LineCounter(), () => text));
  return { path, value: value ?? null, text };
}

function toKey(key: string): string | number {
  return /^(0|[1-9]\d{0,5})$/.test(key) ? Number(key) : key;
}

/** A URL's user name, password and query may be secrets. */
function display(typed: string, equals: number): string {
  const value = typed.slice(equals + 1);
  if (equals > 0 && /@|:\/\/.*[?#]/.test(value))
    return `${shown(typed.slice(0, equals))}="(redacted)"`;
  return shown(typed);
}

/** @throws UserError where the key does not fit what is there */
export function applyOverride(config: Record<string, unknown>, override: Override): void {
  const { path, value, text } = override;
  const last = path.at(-1)!;
  let target: Record<string | number, unknown> = config;
  for (const [index, key] of path.slice(0, -1).entries()) {
    refuseIndex(target, key, override);
    if (!Object.hasOwn(target, key) || target[key] === null) {
      if (value === null) throw nothingToRemove(override);
      target[key] = {};
    }
    const next = target[key];
    if (typeof next !== 'object' || next === null) {
      const section = path.slice(0, index + 1).join('.');
      throw new UserError(
        `${text}: "${section}" is not a section, so nothing can be set inside it; set "${section}" itself.`,
      );
    }
    target = next as Record<string | number, unknown>;
  }
  refuseIndex(target, last, override);
  if (value !== null) {
    target[last] = value;
    return;
  }
  // As in `helm --set`: an empty value removes the key.
  if (!Object.hasOwn(target, last)) throw nothingToRemove(override);
  if (Array.isArray(target)) target.splice(Number(last), 1);
  else delete target[last];
}

function nothingToRemove({ path, text }: Override): UserError {
  return new UserError(
    `${text}: expected a value after "=", found nothing; an empty value removes a key, but "${path.join('.')}" is not set. Add a value or leave out the flag.`,
  );
}

/** A list takes its own entries and the next one: anything else would be ignored or leave holes. */
function refuseIndex(target: object, key: string | number, { path, text, value }: Override): void {
  if (!Array.isArray(target)) return;
  const most = value === null ? target.length - 1 : target.length;
  if (typeof key === 'number' && key <= most) return;
  throw new UserError(
    `${text}: expected an entry of the list from 0 to ${most} in "${path.join('.')}", found "${key}"; correct it.`,
  );
}
