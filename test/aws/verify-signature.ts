/** Recomputes a request's signature with the SDK's own signer, from what arrived and nothing else. */
import { SignatureV4 } from '@smithy/signature-v4';
import type { Credentials } from '../../src/aws/credentials.ts';
import { Sha256 } from './sha256.ts';

export interface Arrived {
  readonly method: string;
  /** Path and query as they stood in the request line. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface Scope {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
}

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=[0-9a-f]{64}$/;

/** @throws Error when there is no such header */
export function scopeOf({ headers }: Arrived): Scope {
  const match = AUTHORIZATION.exec(String(headers.authorization));
  if (!match) throw new Error(`not an authorization: ${headers.authorization}`);
  const [, accessKeyId, , region, service, signedHeaders] = match;
  return {
    accessKeyId: accessKeyId!,
    region: region!,
    service: service!,
    signedHeaders: signedHeaders!.split(';'),
  };
}

/** @returns the `Authorization` header that AWS expects of the request that arrived */
export async function expectedAuthorization(
  arrived: Arrived,
  credentials: Credentials,
): Promise<string> {
  const { region, service, signedHeaders } = scopeOf(arrived);
  const [path, query = ''] = arrived.url.split('?', 2);
  const signer = new SignatureV4({
    region,
    service,
    credentials,
    sha256: Sha256,
    applyChecksum: false,
  });
  const headers = Object.fromEntries(
    signedHeaders.map((name) => [name, String(arrived.headers[name])]),
  );
  const request = {
    method: arrived.method,
    protocol: 'http:',
    hostname: 'never.looked.at',
    path: path!,
    query: Object.fromEntries(new URLSearchParams(query)),
    headers,
    body: arrived.body,
  };
  const signed = await signer.sign(request, {
    signingDate: dateOf(String(arrived.headers['x-amz-date'])),
    signableHeaders: new Set(signedHeaders),
  });
  return signed.headers.authorization!;
}

function dateOf(amzDate: string): Date {
  const iso = amzDate.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, '$1-$2-$3:$4:$5');
  return new Date(iso);
}
