/** SageMaker Runtime's InvokeEndpoint: `POST /endpoints/NAME/invocations`, restJson1, raw body. */
import type { Identity } from '../../simulation/identity.ts';
import { type Endpoint, endpointNotFound, modelError } from '../endpoint.ts';
import type { HostedSystem } from '../hosted-systems.ts';
import { AwsError } from './aws-error.ts';
import type { Reply } from './aws-json.ts';

const PATH = /^\/endpoints\/([^/]+)\/invocations$/;

/** The endpoint name from the path, still encoded; undefined for any other path. */
export function runtimePath(path: string): string | undefined {
  return PATH.exec(path)?.[1];
}

export interface RuntimeRequest {
  readonly encodedName: string;
  readonly contentType: string;
  readonly targetVariant: string | undefined;
  readonly component: string | undefined;
  readonly body: Buffer;
}

/** Calls back with the prediction; throws or calls back with an AwsError. */
export function invokeEndpoint(
  endpoint: Endpoint,
  { identity, classText }: { identity: Identity; classText: HostedSystem['classText'] },
  request: RuntimeRequest,
  done: (reply: Reply | AwsError) => void,
): void {
  const name = decode(request.encodedName);
  if (name !== identity.endpointName) throw endpointNotFound(name);
  const variant = request.targetVariant ?? identity.variantName;
  if (variant !== identity.variantName) {
    throw invalid(`Variant ${variant} was not found for endpoint ${name}.`);
  }
  refuseComponent(request.component, identity);
  if (!classText) {
    throw modelError(
      415,
      'Only its function knows what this endpoint takes; invoke that.',
      identity,
    );
  }
  const [mediaType] = request.contentType.split(';', 1);
  if (mediaType!.trim().toLowerCase() !== 'text/csv') {
    throw modelError(415, `Content type ${mediaType} is not supported; send text/csv.`, identity);
  }
  const rows = request.body.toString('utf8').trim().split(/\r?\n/);
  endpoint.invoke(rows, (answer) => {
    if (answer instanceof AwsError) return done(answer);
    done({
      status: 200,
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'x-amzn-invoked-production-variant': identity.variantName,
      },
      body: answer.map(classText).join('\n'),
    });
  });
}

/** @throws AwsError where the header is missing, names another component or should not be there */
function refuseComponent(asked: string | undefined, { component, endpointName }: Identity): void {
  if (asked === component) return;
  if (asked === undefined) {
    const message =
      'Inference Component Name header is required for endpoints to which you plan to deploy ' +
      'inference components. Please include Inference Component Name header or consider using ' +
      'SageMaker models.';
    const members = { ErrorCode: 'INFERENCE_COMPONENT_NAME_MISSING' };
    throw new AwsError('ValidationError', message, { members });
  }
  if (component === undefined) {
    throw invalid(
      'Inference Component Name header is not allowed for endpoints to which you dont plan to ' +
        'deploy inference components. Please remove the Inference Component Name header and try again.',
    );
  }
  // Found nowhere: worded like that of a variant.
  throw invalid(`Inference component ${asked} was not found for endpoint ${endpointName}.`);
}

/** restJson names the error shape in a header; body member names are capitalised. */
export function runtimeError(error: AwsError): Reply {
  return {
    status: error.status,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': error.code },
    body: JSON.stringify({ ...(error.message && { Message: error.message }), ...error.members }),
  };
}

const invalid = (message: string) => new AwsError('ValidationError', message);

function decode(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw invalid('The endpoint name in the path is not properly encoded.');
  }
}
