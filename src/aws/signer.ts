/**
 * Signs requests with Signature Version 4 (AWS IAM User Guide, "Create a signed AWS API request").
 *
 * A signature depends on the request, the second and the credentials alone. A load draws from few
 * rows, so the one made for a row is good for the rest of its second.
 */
import aws4 from 'aws4';
import type { HttpRequest } from '../systems/contract.ts';
import type { Credentials } from './credentials.ts';

export interface SignerOptions {
  /** As credential scopes name it; of InvokeEndpoint too it is `sagemaker`. */
  readonly service: 'lambda' | 'sagemaker';
  readonly region: string;
  /** Host, and the port where it is not the scheme's own. */
  readonly host: string;
  readonly credentials: () => Credentials;
  /** Epoch ms. */
  readonly now: () => number;
}

interface Signed {
  readonly second: number;
  readonly credentials: Credentials;
  readonly request: HttpRequest;
}

/** Headers that are the signature's own, or the connection's: what a request brings is replaced. */
const REPLACED = ['host', 'authorization', 'x-amz-date', 'x-amz-security-token', 'content-length'];

export class Signer {
  readonly #options: SignerOptions;
  /** By the request as it was encoded, which is made once a row. */
  readonly #signed = new WeakMap<HttpRequest, Signed>();

  constructor(options: SignerOptions) {
    this.#options = options;
  }

  /** @returns the request to send: its headers are those that were signed, and no header is missing */
  sign(request: HttpRequest): HttpRequest {
    const second = Math.floor(this.#options.now() / 1_000);
    const credentials = this.#options.credentials();
    const known = this.#signed.get(request);
    if (known?.second === second && known.credentials === credentials) return known.request;
    const signed = signAt(request, second, credentials, this.#options);
    this.#signed.set(request, { second, credentials, request: signed });
    return signed;
  }
}

function signAt(
  { method, path, headers, body }: HttpRequest,
  second: number,
  credentials: Credentials,
  { service, region, host }: SignerOptions,
): HttpRequest {
  const datetime = new Date(second * 1_000).toISOString().replace(/[:-]|\.000/g, '');
  const own = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const signer = new aws4.RequestSigner(
    {
      service,
      region,
      method,
      path,
      headers: {
        ...Object.fromEntries(own.filter(([name]) => !REPLACED.includes(name))),
        host,
        'x-amz-date': datetime,
        ...(sessionToken ? { 'x-amz-security-token': sessionToken } : {}),
      },
      ...(body === null ? {} : { body }),
      // Left to itself it adds a content type and a length that nobody asked for.
      doNotModifyHeaders: true,
    },
    { accessKeyId, secretAccessKey },
  );
  signer.datetime = datetime;
  const signed = signer.sign();
  const { Authorization: authorization, ...signedHeaders } = signed.headers as Record<
    string,
    string
  >;
  return {
    method,
    // Spelled as it was signed: a query may have been encoded more strictly than it came.
    path: signed.path!,
    headers: { ...signedHeaders, authorization: authorization! },
    body,
  };
}
