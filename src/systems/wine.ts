/**
 * Wine cultivar: API Gateway without proxy integration -> Lambda -> SageMaker (XGBoost).
 *
 * The trap: without proxy integration API Gateway answers HTTP 200 to everything, and the Lambda
 * function's own `statusCode` inside the body is the only sign of a failure. A client that counts HTTP
 * status codes calls a dead endpoint healthy.
 */
import {
  type Address,
  type Answer,
  compare,
  type DatasetRow,
  type HttpRequest,
  type HttpResponse,
  outcomeOfInnerStatus,
  outcomeOfStatus,
  parseObject,
  type System,
} from './contract.ts';
import { classNumber, encodeCsv, outcomeOfInvocation } from './sagemaker-invocation.ts';

const FEATURES = [
  'alcohol',
  'malic_acid',
  'ash',
  'alcalinity_of_ash',
  'magnesium',
  'total_phenols',
  'flavanoids',
  'nonflavanoid_phenols',
  'proanthocyanins',
  'color_intensity',
  'hue',
  'od280_od315',
  'proline',
] as const;

const CULTIVARS: readonly string[] = ['0', '1', '2'];
const SENTENCE = /^Your Wine class is Cultivar ([0-2])$/;
const DEFAULT_PATH = '/DummyStage/DT';
const HEADERS = { 'content-type': 'application/json' };

export const wine: System = {
  id: 'wine',
  title: 'Wine cultivar',
  defaultWay: 'http',
  dataset: {
    fixture: 'wine.csv',
    features: FEATURES.map((name) => ({ name, kind: 'number' })),
    label: { name: 'cultivar', values: CULTIVARS },
  },
  ways: {
    http: { encode: encodeHttp, decode: decodeHttp },
    sagemaker: { encode: encodeCsv, decode: decodeSageMaker },
  },
};

function encodeHttp(row: DatasetRow, address: Address): HttpRequest {
  // As written in the file: parsing and printing would turn `2.80` into `2.8`.
  const body = `{"body":"${row.text.join(',')}"}`;
  return { method: 'POST', path: address.path ?? DEFAULT_PATH, headers: HEADERS, body };
}

function decodeHttp(response: HttpResponse, row: DatasetRow): Answer {
  const refused = outcomeOfStatus(response.status);
  if (refused) return { outcome: refused, predicted: null };
  const answer = parseObject(response.body);
  if (answer === null || typeof answer.statusCode !== 'number') {
    return { outcome: 'malformed', predicted: null };
  }
  const innerRefused = outcomeOfInnerStatus(answer.statusCode);
  if (innerRefused) return { outcome: innerRefused, predicted: null };
  const sentence = typeof answer.body === 'string' ? SENTENCE.exec(answer.body) : null;
  if (!sentence?.[1]) return { outcome: 'malformed', predicted: null };
  return compare(sentence[1], row);
}

/** The model prints its class as a float: `0.0`. */
function decodeSageMaker(response: HttpResponse, row: DatasetRow): Answer {
  const refused = outcomeOfInvocation(response);
  if (refused) return { outcome: refused, predicted: null };
  const cultivar = String(classNumber(response.body));
  return CULTIVARS.includes(cultivar)
    ? compare(cultivar, row)
    : { outcome: 'malformed', predicted: null };
}
