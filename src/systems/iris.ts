/**
 * Iris species: API Gateway (proxy) -> Lambda -> SageMaker.
 *
 * The trap: the model's class numbers do not follow the dataset's order. Virginica is 1 and versicolor
 * is 2; a client that swaps them counts two thirds of a perfect model's answers as wrong.
 */
import {
  type Address,
  type Answer,
  compare,
  type DatasetRow,
  type HttpRequest,
  type HttpResponse,
  outcomeOfStatus,
  parseObject,
  type System,
} from './contract.ts';
import { classNumber, encodeCsv, outcomeOfInvocation } from './sagemaker-invocation.ts';

const FEATURES = ['sepal_length', 'sepal_width', 'petal_length', 'petal_width'] as const;

/** Indexed by class number. */
const SPECIES = ['setosa', 'virginica', 'versicolor'] as const;

const DEFAULT_PATH = '/dev';
const HEADERS = { 'content-type': 'application/json' };

export const iris: System = {
  id: 'iris',
  title: 'Iris species',
  defaultWay: 'http',
  dataset: {
    fixture: 'iris.csv',
    features: FEATURES.map((name) => ({ name, kind: 'number' })),
    label: { name: 'species', values: SPECIES },
  },
  ways: {
    http: { encode: encodeHttp, decode: decodeHttp },
    sagemaker: { encode: encodeCsv, decode: decodeSageMaker },
  },
};

function encodeHttp(row: DatasetRow, address: Address): HttpRequest {
  const [x1, x2, x3, x4] = row.values;
  const body = JSON.stringify({ x1, x2, x3, x4 });
  return { method: 'POST', path: address.path ?? DEFAULT_PATH, headers: HEADERS, body };
}

/** Bad input causes an unhandled error in the Lambda function: HTTP 502 with `{"message": ...}`. */
function decodeHttp(response: HttpResponse, row: DatasetRow): Answer {
  const refused = outcomeOfStatus(response.status);
  if (refused) return { outcome: refused, predicted: null };
  return toAnswer(parseObject(response.body)?.prediction, row);
}

function decodeSageMaker(response: HttpResponse, row: DatasetRow): Answer {
  const refused = outcomeOfInvocation(response);
  if (refused) return { outcome: refused, predicted: null };
  return toAnswer(classNumber(response.body), row);
}

function toAnswer(prediction: unknown, row: DatasetRow): Answer {
  const species = typeof prediction === 'number' ? SPECIES[prediction] : undefined;
  return species ? compare(species, row) : { outcome: 'malformed', predicted: null };
}
