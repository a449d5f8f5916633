/**
 * Tells a timeout from a broken connection in the words of Go and Java. Their messages name addresses and queries, so
 * a record keeps a code only: Node's, by which the checks know a fault of the generator's own machine.
 */
import { outcomeOfStatus } from '../../systems/contract.ts';
import type { Outcome } from '../../systems/outcome.ts';

export interface TransportError {
  readonly outcome: Extract<Outcome, 'timeout' | 'network'>;
  /** Null for a timeout, which the outcome says. */
  readonly error: string | null;
}

const CODES: readonly (readonly [code: string, words: RegExp])[] = [
  ['EMFILE', /too many open files/i],
  ['EADDRNOTAVAIL', /cannot assign requested address|address not available|BindException/i],
  ['ENOBUFS', /no buffer space/i],
  ['ENETUNREACH', /network is unreachable/i],
  ['EHOSTUNREACH', /no route to host|NoRouteToHost/i],
  ['ENOTFOUND', /no such host|UnknownHost|lookup /i],
  ['ECONNREFUSED', /refused/i],
  ['ECONNRESET', /reset/i],
  ['EPIPE', /broken pipe/i],
  ['TLS', /tls|x509|ssl/i],
  ['EOF', /\bEOF\b|NoHttpResponse|closed/i],
];
const TIMEOUT = /time-?out|timed out|deadline exceeded/i;

/** @param unknown the code where the words are none of the above */
export function transportError(words: string, unknown: string): TransportError {
  const known = CODES.find(([, pattern]) => pattern.test(words))?.[0];
  // A name server or a handshake may time out as well, and that is a timeout.
  if (TIMEOUT.test(words) && (known === undefined || !GENERATORS_OWN.has(known))) {
    return { outcome: 'timeout', error: null };
  }
  return { outcome: 'network', error: known ?? unknown };
}

const GENERATORS_OWN: ReadonlySet<string> = new Set(['EMFILE', 'EADDRNOTAVAIL', 'ENOBUFS']);

/** Without a body, a 2xx is an answer, and there is no label that could make it wrong. */
export function outcomeOfBareStatus(status: number): Outcome {
  return outcomeOfStatus(status) ?? 'correct';
}
