/** The Prometheus-compatible API of CloudWatch: `/api/v1/query` and `/api/v1/query_range`, GET or POST. */
import { queryMetrics, queryMetricsRange } from '../services/promql.ts';
import type { Call } from '../services/service.ts';
import type { AwsError } from './aws-error.ts';
import type { Reply } from './aws-json.ts';

const PATHS = new Map([
  ['/api/v1/query', queryMetrics],
  ['/api/v1/query_range', queryMetricsRange],
]);

export const isPromqlPath = (path: string) => PATHS.has(path);

/** @param query what follows the path of a GET; a POST has the same in its body */
export function answerPromql(path: string, query: string, body: Buffer, call: Call): Reply {
  const parameters = new URLSearchParams(body.length > 0 ? body.toString('utf8') : query);
  return json(200, { status: 'success', data: PATHS.get(path)!(parameters, call) });
}

/** As Prometheus writes errors; its `errorType` is the code of an error of AWS otherwise. */
export function promqlError({ status, code, message }: AwsError): Reply {
  return json(status, { status: 'error', errorType: code, error: message });
}

function json(status: number, body: object): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}
