/** Signs requests that no SDK client sends: of the ways `lambda` and `sagemaker`, and CloudWatch's PromQL. */
import type { HttpRequest, Way } from '../systems/contract.ts';
import { CredentialKeeper } from './credential-keeper.ts';
import { type CredentialProvider, providerFor } from './credentials.ts';
import { Signer } from './signer.ts';

export interface RequestSigning {
  /** Synchronous, so that it can be called as a request leaves. */
  sign(request: HttpRequest): HttpRequest;
  /** Stops renewing credentials. */
  close(): void;
}

export interface SigningTarget {
  /** Requests of `http` are left unchanged. */
  readonly way: Way | 'monitoring';
  /** Scheme, host and port that the requests go to. */
  readonly origin: string;
  readonly region: string;
}

const NO_SIGNING: RequestSigning = { sign: (request) => request, close() {} };

/**
 * @param provider where credentials come from; the target decides by default
 * @throws UserError (as a rejection) when there are no credentials to sign with
 */
export async function openSigning(
  { way, origin, region }: SigningTarget,
  provider?: CredentialProvider,
): Promise<RequestSigning> {
  if (way === 'http') return NO_SIGNING;
  const keeper = await CredentialKeeper.open({
    provider: provider ?? (await providerFor(origin)),
    now: Date.now,
    startTimer,
    warn: console.error,
  });
  const signer = new Signer({
    service: way,
    region,
    host: new URL(origin).host,
    credentials: () => keeper.current,
    now: Date.now,
  });
  return { sign: (request) => signer.sign(request), close: () => keeper.close() };
}

/** Unreferenced: renewing credentials keeps no process alive. */
function startTimer(run: () => void, delayMs: number): () => void {
  const timer = setTimeout(run, delayMs).unref();
  return () => clearTimeout(timer);
}
