/**
 * Car acceptability: API Gateway (proxy) -> Lambda (Express) -> a SageMaker pipeline of three
 * containers (SparkML, XGBoost, SparkML).
 *
 * Two traps: the API returns errors as HTTP 200, with `error` in place of `success`; and a value
 * outside the dataset's vocabulary (`5` doors instead of `5more`) is such an error. The dataset's shape
 * therefore spells out the vocabulary, and a row with any other word is never sent.
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
import { encodeCsv, outcomeOfInvocation } from './sagemaker-invocation.ts';

const VOCABULARY = {
  buying: ['vhigh', 'high', 'med', 'low'],
  maint: ['vhigh', 'high', 'med', 'low'],
  doors: ['2', '3', '4', '5more'],
  persons: ['2', '4', 'more'],
  lug_boot: ['small', 'med', 'big'],
  safety: ['low', 'med', 'high'],
} as const;

const CLASSES: readonly string[] = ['unacc', 'acc', 'good', 'vgood'];
const DEFAULT_PATH = '/items';

export const car: System = {
  id: 'car',
  title: 'Car acceptability',
  defaultWay: 'http',
  dataset: {
    fixture: 'car.csv',
    features: Object.entries(VOCABULARY).map(([name, values]) => ({
      name,
      kind: 'category',
      values,
    })),
    label: { name: 'class', values: CLASSES },
  },
  ways: {
    http: { encode: encodeHttp, decode: decodeHttp },
    sagemaker: { encode: encodeCsv, decode: decodeSageMaker },
  },
};

/** @throws Error when the address has no endpoint name, which the API requires in every request */
function encodeHttp(row: DatasetRow, { path, endpointName }: Address): HttpRequest {
  if (endpointName === null) {
    throw new Error('system "car" sends the endpoint name in every request; set `endpointName`.');
  }
  const base = path ?? DEFAULT_PATH;
  const query = `EndpointName=${encodeURIComponent(endpointName)}&FinalPayload=${encodeURIComponent(row.text.join(','))}`;
  return {
    method: 'GET',
    path: `${base}${base.includes('?') ? '&' : '?'}${query}`,
    headers: {},
    body: null,
  };
}

function decodeHttp(response: HttpResponse, row: DatasetRow): Answer {
  const refused = outcomeOfStatus(response.status);
  if (refused) return { outcome: refused, predicted: null };
  const answer = parseObject(response.body);
  // Whatever `error` holds, and even when there is also a prediction.
  if (answer?.error !== undefined) return { outcome: 'server-error', predicted: null };
  return toAnswer(answer?.success, row);
}

function decodeSageMaker(response: HttpResponse, row: DatasetRow): Answer {
  const refused = outcomeOfInvocation(response);
  if (refused) return { outcome: refused, predicted: null };
  return toAnswer(response.body.trim(), row);
}

function toAnswer(label: unknown, row: DatasetRow): Answer {
  return typeof label === 'string' && CLASSES.includes(label)
    ? compare(label, row)
    : { outcome: 'malformed', predicted: null };
}
