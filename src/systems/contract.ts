/**
 * The contract of one prediction API: how to encode a dataset row as a request, and how to decode the
 * response to it. Systems are pure. At run time they import only this file and others that import
 * nothing else, because the same modules run in the replay engine, in k6 and in the stand-in's tests.
 */
import type { Outcome } from './outcome.ts';

/**
 * A feature column. `values` lists a categorical column's vocabulary; `text` is any non-empty text,
 * such as a sentence or a URL.
 */
export interface Column {
  readonly name: string;
  readonly kind: 'number' | 'category' | 'text';
  readonly values?: readonly string[];
}

export interface DatasetShape {
  /** File name under `fixtures/`; for a system from outside, a path relative to its module. */
  readonly fixture: string;
  /** In file order. */
  readonly features: readonly Column[];
  /** Last column: the truth a prediction is compared with. Without `values`, any text or none. */
  readonly label: { readonly name: string; readonly values?: readonly string[] };
}

export interface DatasetRow {
  /** 1-based, in file order: the row's identity (its values may repeat). */
  readonly number: number;
  /** Features exactly as written in the file, in column order. */
  readonly text: readonly string[];
  /** The same features, numbers parsed. */
  readonly values: readonly (number | string)[];
  readonly label: string;
}

/** How a request reaches the model: through the public API, or directly to a service behind it. */
export const WAYS = ['http', 'lambda', 'sagemaker'] as const;
export type Way = (typeof WAYS)[number];

/** Where on the target requests go; the way decides which names apply. */
export interface Address {
  /** `http`: API path (and fixed query). */
  readonly path: string | null;
  /** `lambda`: function name, ARN or name:qualifier. */
  readonly functionName: string | null;
  /** `sagemaker`: endpoint name; some APIs also require it in their requests. */
  readonly endpointName: string | null;
  /** `sagemaker`: inference component that answers; requests of any system name it by themselves. */
  readonly inferenceComponent?: string;
}

/** All three ways are HTTP; whoever sends a `lambda` or `sagemaker` request signs it. */
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

/** One decoded response. `timeout` and `network` mean that none arrived, so they are excluded. */
export interface Answer {
  readonly outcome: Exclude<Outcome, 'timeout' | 'network'>;
  /** The predicted label, in the dataset's own words; null without a prediction. */
  readonly predicted: string | null;
  /** Whether Lambda first had to create an execution environment; absent when the response does not say. */
  readonly coldStart?: boolean;
}

/** Encodes rows and decodes responses for one way. */
export interface Codec {
  encode(row: DatasetRow, address: Address): HttpRequest;
  /** Never throws, whatever the response holds. */
  decode(response: HttpResponse, row: DatasetRow): Answer;
}

export interface System {
  readonly id: string;
  readonly title: string;
  readonly dataset: DatasetShape;
  /** The ways this system supports; at least the default one. */
  readonly ways: Readonly<Partial<Record<Way, Codec>>>;
  readonly defaultWay: Way;
}

/** The outcome that an HTTP status alone implies; null for 2xx, where the body decides. */
export function outcomeOfStatus(status: number): Answer['outcome'] | null {
  if (status >= 200 && status < 300) return null;
  if (status === 429) return 'throttled';
  if (status >= 400 && status < 500) return 'client-error';
  if (status >= 500) return 'server-error';
  // A prediction API has no business redirecting: whatever this is, it is not an answer.
  return 'malformed';
}

/**
 * The outcome that an error status *inside* an HTTP 200 implies; null for 2xx. Even an inner 4xx is
 * the server's fault: the row was valid.
 */
export function outcomeOfInnerStatus(status: number): Answer['outcome'] | null {
  const outcome = outcomeOfStatus(status);
  return outcome === null || outcome === 'throttled' ? outcome : 'server-error';
}

/** @returns the header's value; empty when the header is missing */
export function headerText({ headers }: HttpResponse, name: string): string {
  return String(headers[name] ?? '');
}

/** Compares a prediction with the row's own label. */
export function compare(predicted: string, row: DatasetRow): Answer {
  return { outcome: predicted === row.label ? 'correct' : 'wrong', predicted };
}

/** Parses a JSON object; null for anything else, since these APIs never answer arrays or scalars. */
export function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    return value as Record<string, unknown>;
  } catch {
    return null;
  }
}
