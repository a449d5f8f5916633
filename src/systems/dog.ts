/**
 * Dog breed, two deployments of one contract: Lambda, invoked directly -> SageMaker (PyTorch). A row
 * is an image URL, which the *endpoint* downloads: host the images where a load harms nobody.
 *
 * Only way `lambda` is supported, because the request body that the endpoint itself accepts is not
 * documented.
 *
 * A row's label may be empty. Then there is no truth to compare with, and any well-formed answer (133
 * finite numbers) is `correct`. With a label, a class index such as `13`, the largest number must also
 * be at that index.
 */
import {
  type Address,
  type Answer,
  compare,
  type DatasetRow,
  type HttpRequest,
  type HttpResponse,
  outcomeOfInnerStatus,
  type System,
} from './contract.ts';
import { encodeEvent, readInvocation } from './lambda-invocation.ts';

const CLASSES = 133;

export const dogA: System = dog('dog-a', 'Dog breed A');
export const dogB: System = dog('dog-b', 'Dog breed B');

function dog(id: string, title: string): System {
  return {
    id,
    title,
    defaultWay: 'lambda',
    dataset: {
      fixture: 'dogs.csv',
      features: [{ name: 'url', kind: 'text' }],
      label: { name: 'label' },
    },
    ways: { lambda: { encode: encodeLambda, decode: decodeLambda } },
  };
}

function encodeLambda(row: DatasetRow, address: Address): HttpRequest {
  return encodeEvent({ url: row.text[0] }, address);
}

function decodeLambda(response: HttpResponse, row: DatasetRow): Answer {
  const { outcome, payload, ...known } = readInvocation(response);
  if (payload === null) return { outcome, predicted: null, ...known };
  return { ...readPayload(payload, row), ...known };
}

function readPayload(payload: Record<string, unknown>, row: DatasetRow): Answer {
  const inner = payload.statusCode;
  const refused = typeof inner === 'number' ? outcomeOfInnerStatus(inner) : 'malformed';
  if (refused) return { outcome: refused, predicted: null };
  const logits = typeof payload.body === 'string' ? parseLogits(payload.body) : null;
  if (logits === null) return { outcome: 'malformed', predicted: null };
  const predicted = String(indexOfLargest(logits));
  return row.label === '' ? { outcome: 'correct', predicted } : compare(predicted, row);
}

/** The body is JSON *text* inside JSON: a 1 x 133 matrix of raw logits (not probabilities). */
function parseLogits(text: string): number[] | null {
  try {
    const matrix: unknown = JSON.parse(text);
    if (!Array.isArray(matrix) || matrix.length !== 1) return null;
    const row: unknown = matrix[0];
    // Number.isFinite also rejects values that are not numbers; JSON's 1e999 parses as Infinity.
    return Array.isArray(row) && row.length === CLASSES && row.every(Number.isFinite) ? row : null;
  } catch {
    return null;
  }
}

/** The first index when several values tie. */
function indexOfLargest(values: readonly number[]): number {
  let best = 0;
  for (let index = 1; index < values.length; index += 1) {
    if (values[index]! > values[best]!) best = index;
  }
  return best;
}
