/** Derives a system's contract from one request and its response: features, label and where they are. */
import { UserError } from '../input/user-error.ts';
import type { PastedRequest } from './pasted.ts';

/** A path into JSON: `predictions`, 0, `label`. */
export type JsonPath = readonly (string | number)[];

export interface Feature {
  readonly name: string;
  readonly kind: 'number' | 'text';
  /** As in the request that was pasted. */
  readonly text: string;
  readonly path: JsonPath;
}

/** How the request carries the features. */
export type Carrier =
  | { readonly kind: 'json'; readonly sample: unknown }
  | { readonly kind: 'form'; readonly parameters: Parameters }
  | { readonly kind: 'csv' }
  | { readonly kind: 'text' }
  | { readonly kind: 'query'; readonly path: string; readonly parameters: Parameters };

/** Name and value, in order; a feature's path is the parameter's index. */
export type Parameters = readonly (readonly [name: string, value: string])[];

export interface Prediction {
  /** Null: the whole body, as text. */
  readonly path: JsonPath | null;
  readonly type: 'string' | 'number' | 'boolean';
  readonly label: string;
}

export interface Contract {
  readonly carrier: Carrier;
  readonly features: readonly Feature[];
  readonly labelName: string;
  readonly prediction: Prediction;
}

/**
 * @param at where the prediction is, such as `predictions.0.label`; null to guess
 * @throws UserError when there is no feature or no prediction
 */
export function inferContract(
  request: PastedRequest,
  response: string,
  at: string | null,
): Contract {
  const { carrier, features } = withNames(readFeatures(request));
  if (features.length === 0) {
    throw new UserError(
      'The request has no value that could be a feature; paste one with a body or a query.',
    );
  }
  const prediction = readPrediction(response, at);
  const name = toName(prediction.path?.findLast((key) => typeof key === 'string') ?? 'label');
  const taken = features.some((feature) => feature.name === name);
  return { carrier, features, prediction, labelName: taken ? `expected_${name}` : name };
}

type Unnamed = Omit<Feature, 'name'> & { readonly wanted: string };

function readFeatures({ method, path, headers, body }: PastedRequest): {
  carrier: Carrier;
  features: Unnamed[];
} {
  if (method === 'GET' || body === null) {
    const [route = '/', query = ''] = (path ?? '/').split('?');
    const parameters = [...new URLSearchParams(query)];
    return {
      carrier: { kind: 'query', path: route, parameters },
      features: ofParameters(parameters),
    };
  }
  const sample = parsed(body);
  if (typeof sample === 'object' && sample !== null) {
    const features = leaves(sample).filter(isVariable).map(ofLeaf);
    return { carrier: { kind: 'json', sample }, features };
  }
  if (/x-www-form-urlencoded/.test(headers['content-type'] ?? '')) {
    const parameters = [...new URLSearchParams(body)];
    return { carrier: { kind: 'form', parameters }, features: ofParameters(parameters) };
  }
  const cells = body.split(',').map((cell) => cell.trim());
  if (cells.length > 1 && cells.every(isNumber))
    return { carrier: { kind: 'csv' }, features: cells.map(ofCell) };
  return {
    carrier: { kind: 'text' },
    features: [{ path: [], kind: 'text', text: body, wanted: 'text' }],
  };
}

function ofParameters(parameters: Parameters): Unnamed[] {
  return parameters.flatMap(([name, text], at) =>
    text === '' ? [] : [{ path: [at], kind: 'text' as const, text, wanted: name }],
  );
}

function ofCell(text: string, at: number): Unnamed {
  return { path: [at], kind: 'number', text, wanted: `feature_${at + 1}` };
}

function ofLeaf([path, value]: Leaf): Unnamed {
  const kind = typeof value === 'number' ? 'number' : 'text';
  return { path, kind, text: String(value), wanted: path.join('_') };
}

/** Constants of the request, such as `true`, are no features. */
function isVariable([, value]: Leaf): boolean {
  return typeof value === 'number' || (typeof value === 'string' && value.trim() !== '');
}

type Leaf = readonly [path: JsonPath, value: unknown];

/** Values that are not objects or arrays; `null` is no feature, but stays in the request. */
function leaves(value: unknown, path: JsonPath = []): Leaf[] {
  if (typeof value !== 'object') return [[path, value]];
  if (value === null) return [];
  return Array.isArray(value)
    ? value.flatMap((item, at) => leaves(item, [...path, at]))
    : Object.entries(value).flatMap(([key, item]) => leaves(item, [...path, key]));
}

function withNames({ carrier, features }: { carrier: Carrier; features: Unnamed[] }) {
  const taken = new Set<string>();
  const named = features.map(({ wanted, ...feature }): Feature => {
    const first = toName(wanted);
    let name = first;
    for (let number = 2; taken.has(name); number += 1) name = `${first}_${number}`;
    taken.add(name);
    return { name, ...feature };
  });
  return { carrier, features: named };
}

/** Names that APIs give to their prediction. */
const USUAL =
  /^(predicted_?)?(label|class|prediction|predictions|predicted|category|species|result|output|answer)(_?name)?$/i;

function readPrediction(response: string, at: string | null): Prediction {
  const value = parsed(response);
  if (at === null && (typeof value !== 'object' || value === null)) {
    const label = typeof value === 'string' ? value : response.trim();
    if (label === '') throw new UserError('The response is empty; paste one with a prediction.');
    return { path: null, type: 'string', label: response.trim() };
  }
  const found = leaves(value).filter(([, leaf]) => leaf !== '');
  const chosen =
    at === null
      ? (found.find(([path]) => USUAL.test(lastKey(path))) ??
        found.find(([, leaf]) => typeof leaf === 'string') ??
        found[0])
      : found.find(([path]) => path.join('.') === at);
  if (chosen === undefined) {
    const known = found.map(([path]) => path.join('.')).join(', ') || 'no values';
    throw new UserError(
      at === null
        ? 'The response has no value that could be a prediction; paste one with a prediction.'
        : `--label-at ${at}: the response has no such value; it has ${known}.`,
    );
  }
  const [path, leaf] = chosen;
  return { path, type: typeof leaf as Prediction['type'], label: String(leaf) };
}

function lastKey(path: JsonPath): string {
  return String(path.findLast((key) => typeof key === 'string') ?? '');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isNumber(text: string): boolean {
  return text !== '' && Number.isFinite(Number(text));
}

/** A CSV column: letters, digits and underscores. */
function toName(text: string): string {
  return text.replaceAll(/\W+/g, '_').replaceAll(/^_+|_+$/g, '') || 'value';
}
