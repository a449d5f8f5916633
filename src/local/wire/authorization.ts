/**
 * Checks the form of a Signature Version 4 `Authorization` header, but not the signature itself: any
 * credentials will do, while a client that does not sign fails here as it would on AWS.
 */
import { AwsError } from './aws-error.ts';

const SCHEME = 'AWS4-HMAC-SHA256';
/** KEY/DATE/REGION/SERVICE/aws4_request */
const CREDENTIAL = /^[^/\s]+\/\d{8}\/([^/\s]+)\/[^/\s]+\/aws4_request$/;

/**
 * @returns the Region the request was signed for
 * @throws AwsError MissingAuthenticationToken or IncompleteSignature
 */
export function checkAuthorization(header: string | undefined): string {
  if (!header) {
    throw new AwsError(
      'MissingAuthenticationTokenException',
      'Request is missing Authentication Token',
      { status: 403, queryCode: 'MissingAuthenticationToken' },
    );
  }
  const [scheme] = header.split(' ', 1);
  if (scheme !== SCHEME) throw incomplete(`does not begin with ${SCHEME}`);
  const parts = new Map<string, string>();
  for (const part of header.slice(SCHEME.length).split(',')) {
    const [name, value] = part.trim().split('=', 2);
    if (name && value) parts.set(name, value);
  }
  for (const name of ['Credential', 'Signature', 'SignedHeaders']) {
    if (!parts.has(name)) throw incomplete(`requires '${name}' parameter`);
  }
  const region = CREDENTIAL.exec(parts.get('Credential')!)?.[1];
  if (region !== undefined) return region;
  throw incomplete("has a Credential that is not 'KEY/DATE/REGION/SERVICE/aws4_request'");
}

function incomplete(problem: string): AwsError {
  return new AwsError('IncompleteSignatureException', `Authorization header ${problem}.`, {
    queryCode: 'IncompleteSignature',
  });
}
