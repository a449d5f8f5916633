/** The dog systems' Lambda function: takes an image URL and invokes the endpoint. */
import type { Endpoint } from '../endpoint.ts';
import { logitsOf } from '../models/dog.ts';
import { AwsError } from './aws-error.ts';
import type { FunctionResult, LambdaHandler } from './lambda-api.ts';

/** The endpoint, not the function, downloads the image; the function returns its answer as text. */
export const dogFunction =
  (endpoint: Endpoint): LambdaHandler =>
  (event, { functionName, requestId }, done) => {
    const url = (event as { url?: unknown } | null)?.url;
    if (url === undefined) return done(failed("'url'", 'KeyError'));
    if (typeof url !== 'string') return done(failed('the url is not text', 'TypeError'));
    endpoint.invoke([url], (answer) => {
      if (answer instanceof AwsError) {
        const call = `An error occurred (${answer.code}) when calling the InvokeEndpoint operation`;
        return done(failed(`${call}: ${answer.message}`, answer.code));
      }
      const payload = {
        statusCode: 200,
        headers: { 'Content-Type': 'text/plain', 'Access-Control-Allow-Origin': '*' },
        'type-result': "<class 'str'>",
        // Misspelt and filled by mistake in the real system, too.
        'COntent-Type-In': `LambdaContext([aws_request_id=${requestId},function_name=${functionName}])`,
        body: `[[${logitsOf(url).join(', ')}]]`,
      };
      done({ failed: false, payload });
    });
  };

const failed = (errorMessage: string, errorType: string): FunctionResult => ({
  failed: true,
  payload: { errorMessage, errorType },
});
