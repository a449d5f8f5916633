/**
 * What Scaleproof knows of one prediction API: how a dataset row becomes a request, and what a
 * response says of that row. Systems are pure and import nothing at run time but this file and others
 * that import nothing else, because the same modules run inside the replay engine, inside k6 and in
 * tests of the stand-in.
 */
import type { Outcome } from './outcome.ts';

/**
 * A feature column, in file order. `values` lists the vocabulary of a categorical column; `text` is
 * anything but nothing, such as a sentence or an address.
 */
export interface Column {
  readonly name: string;
  readonly kind: 'number' | 'category' | 'text';
  readonly values?: readonly string[];
}

export interface DatasetShape {
  /** File name under `fixtures/`; of a system from elsewhere, a path relative to its module. */
  readonly fixture: string;
  readonly features: readonly Column[];
  /** Last column: the truth a prediction is compared with. Without `values` it is any text, or none. */
  readonly label: { readonly name: string; readonly values?: readonly string[] };
}

export interface DatasetRow {
  /** 1-based, in file order: the row's identity (its values may occur twice). */
  readonly number: number;
  /** Features exactly as written in the file, in column order. */
  readonly text: readonly string[];
  /** The same features, numbers parsed. */
  readonly values: readonly (number | string)[];
  readonly label: string;
}

/** The way a request reaches the model: through the public API, or straight to a part behind it. */
export const WAYS = ['http', 'lambda', 'sagemaker'] as const;
export type Way = (typeof WAYS)[number];

/** Where on the target requests go; which names matter depends on the way. */
export interface Address {
  /** `http`: path (and fixed query) of the API. */
  readonly path: string | null;
  /** `lambda`: name, ARN or name:qualifier of the function. */
  readonly functionName: string | null;
  /** `sagemaker`: name of the endpoint; some APIs also want it in their requests. */
  readonly endpointName: string | null;
}

/** All three ways are HTTP in the end; `lambda` and `sagemaker` requests are signed by whoever sends them. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  /** Path and query, as sent. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export interface HttpResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** What one response says. `timeout` and `network` are not answers, so they are not here. */
export interface Answer {
  readonly outcome: Exclude<Outcome, 'timeout' | 'network'>;
  /** The predicted label, in the dataset's own words; null when there is none. */
  readonly predicted: string | null;
  /** Set where a response tells whether an execution environment had to be made for it first. */
  readonly coldStart?: boolean;
}

/** How a row becomes a request and a response an answer, on one way. */
export interface Codec {
  encode(row: DatasetRow, address: Address): HttpRequest;
  /** Never throws, whatever the response holds. */
  decode(response: HttpResponse, row: DatasetRow): Answer;
}

export interface System {
  readonly id: string;
  readonly title: string;
  readonly dataset: DatasetShape;
  /** The ways this system can be loaded; at least the default one. */
  readonly ways: Readonly<Partial<Record<Way, Codec>>>;
  readonly defaultWay: Way;
}

/** The outcome an HTTP status alone decides; null for 2xx, whose body must be read. */
export function outcomeOfStatus(status: number): Answer['outcome'] | null {
  if (status >= 200 && status < 300) return null;
  if (status === 429) return 'throttled';
  if (status >= 400 && status < 500) return 'client-error';
  if (status >= 500) return 'server-error';
  // A prediction API has no business redirecting: whatever this is, it is not an answer.
  return 'malformed';
}

/**
 * The outcome an error status *inside* an HTTP 200 decides; null for 2xx. Even an inner 4xx is the
 * server's doing: the row was valid.
 */
export function outcomeOfInnerStatus(status: number): Answer['outcome'] | null {
  const outcome = outcomeOfStatus(status);
  return outcome === null || outcome === 'throttled' ? outcome : 'server-error';
}

/** @returns a header's text, the empty text when there is none */
export function headerText({ headers }: HttpResponse, name: string): string {
  return String(headers[name] ?? '');
}

/** Compares a prediction with the row's own label. */
export function compare(predicted: string, row: DatasetRow): Answer {
  return { outcome: predicted === row.label ? 'correct' : 'wrong', predicted };
}

/** JSON that is an object, else null. Arrays and scalars are not what these APIs answer. */
export function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    return value as Record<string, unknown>;
  } catch {
    return null;
  }
}
