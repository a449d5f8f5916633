/**
 * Reads the part of PromQL that the stand-in evaluates: a selector with equality matchers, and a range.
 *
 *     {"E2EScalingLatency", "aws.sagemaker.endpoint.name"="wine"}[1h]
 */

export interface Selector {
  readonly matchers: readonly { readonly label: string; readonly value: string }[];
  /** Of a range vector. */
  readonly rangeMs: number | undefined;
}

const UNIT_MS = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  y: 31_536_000_000,
};

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*/;
const SELECTOR = /^\s*([a-zA-Z_:][a-zA-Z0-9_:]*)?\s*(?:\{(.*)\})?\s*(?:\[\s*([^\]]+?)\s*\])?\s*$/s;
const TEXT = /^"((?:[^"\\]|\\.)*)"|^'((?:[^'\\]|\\.)*)'/s;

/** Undefined for a text that is no such selector, or that names no metric. */
export function readSelector(query: string): Selector | undefined {
  const [, name, inside = '', range] = SELECTOR.exec(query) ?? [];
  const rangeMs = range === undefined ? undefined : readDuration(range);
  if (range !== undefined && rangeMs === undefined) return undefined;
  const read = readMatchers(inside);
  if (!read) return undefined;
  const matchers = name === undefined ? read : [{ label: '__name__', value: name }, ...read];
  const isNamed = matchers.some(({ label, value }) => label === '__name__' && value !== '');
  return isNamed ? { matchers, rangeMs } : undefined;
}

/** `5m`, `1h30m`; undefined for another text. */
export function readDuration(text: string): number | undefined {
  const parts = text.matchAll(/(\d+)(ms|[smhdwy])/gy);
  let [ms, length] = [0, 0];
  for (const [whole, count, unit] of parts) {
    ms += Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS];
    length += whole.length;
  }
  return length === text.length && ms > 0 ? ms : undefined;
}

function readMatchers(text: string): { label: string; value: string }[] | undefined {
  const matchers: { label: string; value: string }[] = [];
  let rest = text.trim();
  while (rest !== '') {
    const quoted = TEXT.exec(rest);
    const label = quoted?.[0] ?? NAME.exec(rest)?.[0];
    if (label === undefined) return undefined;
    rest = rest.slice(label.length).trimStart();
    const named = quoted ? unquoted(quoted) : label;
    if (/^=(?![=~])/.test(rest)) {
      rest = rest.slice(1).trimStart();
      const value = TEXT.exec(rest);
      if (!value) return undefined;
      rest = rest.slice(value[0].length).trimStart();
      matchers.push({ label: named, value: unquoted(value) });
    } else if (quoted) {
      matchers.push({ label: '__name__', value: named });
    } else return undefined;
    if (rest === '') break;
    if (!rest.startsWith(',')) return undefined;
    rest = rest.slice(1).trimStart();
  }
  return matchers;
}

const unquoted = ([, double, single]: RegExpExecArray) =>
  (double ?? single ?? '').replace(/\\(.)/gs, '$1');
