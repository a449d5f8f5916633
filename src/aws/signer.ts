/**
 * Signs requests with Signature Version 4 (AWS IAM User Guide, "Create a signed AWS API request").
 *
 * A signature depends only on the request, the second and the credentials. A load draws from few
 * rows, so a row's signature is reused for the rest of its second.
 */
import aws4 from 'aws4';
import type { HttpRequest } from '../systems/contract.ts';
import type { Credentials } from './credentials.ts';

export interface SignerOptions {
  /** As credential scopes name it: InvokeEndpoint, too, is signed for `sagemaker`. */
  readonly service: 'lambda' | 'sagemaker' | 'monitoring';
  readonly region: string;
  /** Host, with the port unless it is the scheme's default. */
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

/** Headers that belong to the signature or the connection: a request's own values are replaced. */
const REPLACED = ['host', 'authorization', 'x-amz-date', 'x-amz-security-token', 'content-length'];

export class Signer {
  readonly #options: SignerOptions;
  /** Keyed by the encoded request, of which there is one per row. */
  readonly #signed = new WeakMap<HttpRequest, Signed>();

  constructor(options: SignerOptions) {
    this.#options = options;
  }

  /** @returns the request to send, with exactly the signed headers */
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
      // By default aws4 adds a content type and a length of its own.
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
    // The path as signed: aws4 may have encoded the query more strictly.
    path: signed.path!,
    headers: { ...signedHeaders, authorization: authorization! },
    body,
  };
}
