/** Reads one YAML file of a scenario, and traces a key back to its line. */
import { relative } from 'node:path';
import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml';
import type { Path } from '../input/expected.ts';
import { quoted } from '../input/quote.ts';
import { readText } from '../input/read-text.ts';
import { UserError } from '../input/user-error.ts';

export interface YamlSource {
  /** Relative to the working directory, for messages. */
  readonly file: string;
  readonly document: Document;
  readonly lines: LineCounter;
  /** The document's content. */
  readonly value: Readonly<Record<string, unknown>>;
}

/** Far more than a scenario has; what is larger was not written by hand. */
const MAX_CHARACTERS = 1_000_000;
const MAX_DEPTH = 50;
const MAX_NODES = 100_000;

/** Keys that would reach JavaScript's own objects when settings are merged. */
export const RESERVED_KEYS: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/** @throws UserError naming the file, the line and what is wrong with it */
export function readYaml(file: string): YamlSource {
  const shown = relative(process.cwd(), file) || file;
  const text = readText({
    file,
    name: shown,
    next: 'name another file',
    maxBytes: 10 * MAX_CHARACTERS,
  });
  if (text.length > MAX_CHARACTERS) {
    throw new UserError(
      `${shown}: expected a scenario of at most ${MAX_CHARACTERS} characters, found ${text.length}; name another file.`,
    );
  }
  const lines = new LineCounter();
  const document = parseYaml(text, lines, (line) => `${shown}, line ${line}`);
  const value: unknown = toValue(document);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return { file: shown, document, lines, value: value as Record<string, unknown> };
  }
  throw new UserError(
    `${shown}: expected the keys \`config:\` and \`scenarios:\`, found ${foundIn(value)}; write them, or name another file.`,
  );
}

/** `parseYaml` has bounded the aliases. */
export function toValue(document: Document.Parsed): unknown {
  return document.toJS({ maxAliasCount: -1 });
}

function foundIn(value: unknown): string {
  if (value === null || value === undefined) return 'an empty file';
  return Array.isArray(value) ? 'a list' : quoted(String(value));
}

/**
 * @param at names the place of a line
 * @throws UserError for what is not YAML, for aliases that lead nowhere, in circles or to too much, and
 *   for keys and numbers that another reader would take for something else
 */
export function parseYaml(
  text: string,
  lines: LineCounter,
  at: (line: number) => string,
): Document.Parsed {
  const fail = (offset: number, message: string): never => {
    throw new UserError(`${at(lines.linePos(offset).line)}: ${message}`);
  };
  const document = parsed(text, lines, at);
  const [problem] = [...document.errors, ...document.warnings];
  if (problem && /call stack/.test(problem.message)) throw tooDeep(at(1), problem);
  if (problem) {
    fail(problem.pos[0], `not valid YAML: ${firstSentence(problem.message)}; correct the syntax.`);
  }
  refuseDepth(document, fail);
  refuseAliases(document, fail);
  visit(document, {
    Pair(_, { key }) {
      const name = isScalar(key) ? String(key.value) : '';
      if (RESERVED_KEYS.includes(name)) {
        fail(offsetOf(key as Node), `"${name}" cannot be a key; rename or remove it.`);
      }
    },
    Scalar(_, node) {
      const { source = '', type, value } = node;
      if (type !== 'PLAIN' || typeof value !== 'number' || !/^[-+]?0[\do]/.test(source)) return;
      // Octal in YAML 1.1, which Artillery reads, or in YAML 1.2, but never in both.
      fail(
        offsetOf(node),
        `expected a decimal number, found ${source}, which Artillery reads differently; write ${value}.`,
      );
    },
  });
  return document;
}

/** The parser recurses, so text that nests deep enough would overflow its stack. */
function parsed(text: string, lines: LineCounter, at: (line: number) => string): Document.Parsed {
  try {
    return parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    throw tooDeep(at(1), cause);
  }
}

function tooDeep(place: string, cause: Error): UserError {
  return new UserError(`${place}: expected at most ${MAX_DEPTH} levels, found more; simplify it.`, {
    cause,
  });
}

function firstSentence(message: string): string {
  return (message.split('\n', 1)[0] ?? '').replace(/[.:]$/, '');
}

function offsetOf(node: Node): number {
  return node.range?.[0] ?? 0;
}

type Fail = (offset: number, message: string) => never;

function refuseDepth(document: Document, fail: Fail): void {
  let offset = 0;
  visit(document, {
    Node(_, node, path) {
      if (isNode(node)) offset = offsetOf(node as Node);
      // A pair stands between a mapping and each of its values.
      if (path.filter(isCollection).length <= MAX_DEPTH) return;
      fail(offset, `expected at most ${MAX_DEPTH} levels, found more; simplify it.`);
    },
  });
}

/** An alias stands for everything below its anchor; a few of them can stand for billions of nodes. */
function refuseAliases(document: Document, fail: Fail): void {
  const targets = targetsOf(document, fail);
  const sizes = new Map<Node, number>();
  const open = new Set<unknown>();
  const sizeOf = (node: unknown): number => {
    if (isPair(node)) return sizeOf(node.key) + sizeOf(node.value);
    if (isAlias(node)) {
      const target = targets.get(node);
      if (!open.has(target)) return sizeOf(target);
      return fail(
        offsetOf(node),
        `the alias *${node.source} stands inside its own anchor &${node.source}, so it never ends; write the value instead.`,
      );
    }
    if (!isCollection(node)) return 1;
    const known = sizes.get(node);
    if (known !== undefined) return known;
    open.add(node);
    const size = node.items.reduce<number>((sum, item) => sum + sizeOf(item), 1);
    open.delete(node);
    if (size > MAX_NODES) {
      return fail(
        offsetOf(node),
        `expected at most ${MAX_NODES} values, found more with all aliases written out; write fewer.`,
      );
    }
    sizes.set(node, size);
    return size;
  };
  sizeOf(document.contents);
}

/** What each alias stands for: the last node before it with that anchor. */
function targetsOf(document: Document, fail: Fail): Map<Node, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Node, Node>();
  visit(document, {
    Alias(_, alias) {
      const target = anchors.get(alias.source);
      if (target) targets.set(alias, target);
      else {
        fail(
          offsetOf(alias),
          `expected an anchor &${alias.source} above the alias *${alias.source}, found none; define it, or write the value.`,
        );
      }
    },
    Value(_, node) {
      if (node.anchor) anchors.set(node.anchor, node);
    },
  });
  return targets;
}

/** The line of the key itself: a section's value starts on the line after. */
export function lineOf({ document, lines }: YamlSource, path: Path): number | null {
  let at: unknown = document.contents;
  let key: unknown = null;
  for (const name of path) {
    if (isAlias(at)) at = at.resolve(document);
    if (!isCollection(at)) return null;
    const pair: unknown = isMap(at)
      ? at.items.find((item) => isPair(item) && String(item.key) === String(name))
      : at.items[Number(name)];
    key = isPair(pair) ? pair.key : pair;
    at = isPair(pair) ? pair.value : key;
    if (key === undefined) return null;
  }
  return isNode(key) && key.range ? lines.linePos(key.range[0]).line : null;
}
