/** The Lambda function behind an API, invoked directly with the event that API Gateway would send. */
import type { LambdaHandler } from './lambda-api.ts';
import { type ApiRequest, FunctionError, type PredictionApi } from './prediction-api.ts';

export const functionBehind =
  (api: PredictionApi): LambdaHandler =>
  (event, _context, done) => {
    let request: ApiRequest;
    try {
      request = api.requestOf(event);
    } catch (error) {
      if (!(error instanceof FunctionError)) throw error;
      const payload = { errorMessage: error.message, errorType: error.type };
      return done({ failed: true, payload });
    }
    api.answer(request, (status, body) => {
      const payload = api.payloadOf(status, body);
      if (payload) return done({ failed: false, payload });
      done({
        failed: true,
        payload: { errorMessage: 'Unhandled exception', errorType: 'Exception' },
      });
    });
  };

/** What a proxy integration has its function return. */
export const proxyPayload = (statusCode: number, body: string) => ({ statusCode, body });

/** A member of an event, as Python's `event['KEY']` reads it. */
export function memberOf(event: unknown, key: string): unknown {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) {
    throw new FunctionError('TypeError', `the event is not an object with '${key}'`);
  }
  if (Object.hasOwn(event, key)) return (event as Record<string, unknown>)[key];
  throw new FunctionError('KeyError', `'${key}'`);
}
