/** Checks that the target is reachable and in the watched Region. Sends no requests. */
import { lookup } from 'node:dns/promises';
import { connect, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { milliseconds } from '../format/numbers.js';
import { regionKind } from '../scenario/known-regions.ts';
import type { WatchedScenario } from '../scenario/schema.ts';
import { type Item, ok, problem, warning } from './item.ts';

const TIMEOUT_MS = 5_000;
const SUBJECT = { id: 'target', group: 'Target', title: 'Target' } as const;
const REGION = { id: 'region', group: 'Target', title: 'Region' } as const;
/** `abc.execute-api.eu-west-1.amazonaws.com`: AWS host names contain their Region. */
const AWS_HOST = /\.?([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com(?:\.cn)?$/;

/** @param target base URL */
export async function targetItem(target: string): Promise<Item> {
  const { hostname, host, port, protocol } = new URL(target);
  const name = hostname.replace(/^\[(.*)\]$/, '$1');
  try {
    await lookup(name);
  } catch (cause) {
    return problem(
      SUBJECT,
      `${hostname} does not resolve (${codeOf(cause)}).`,
      "Check config.target, and this machine's DNS and VPN.",
    );
  }
  const number = Number(port) || (protocol === 'https:' ? 443 : 80);
  try {
    const tookMs = await connectOnce(name, number);
    if (protocol === 'https:') {
      const code = await tlsFailure(name, number);
      if (code !== null) return problem(SUBJECT, ...withoutTls(host, code));
    }
    return ok(
      SUBJECT,
      `${host} accepts connections (connected in ${milliseconds(tookMs)}); no request was sent.`,
    );
  } catch (cause) {
    return problem(
      SUBJECT,
      `${hostname} does not accept connections on port ${number} (${codeOf(cause)}).`,
      'Check config.target, the deployment, and firewalls in between.',
    );
  }
}

/**
 * Warns of a Region that may not exist, and where the target's is not the watched one: a namesake
 * endpoint may exist there.
 */
export function regionItem({ target, watch }: WatchedScenario): Item {
  const ofTarget = AWS_HOST.exec(new URL(target).hostname)?.[1];
  if (watch.endpointUrl === undefined && regionKind(watch.region) === 'newer') {
    return warning(
      REGION,
      `${watch.region} is none of the Regions known to this release.`,
      'Check its spelling; if AWS has opened it since, all is well.',
    );
  }
  if (ofTarget === undefined || ofTarget === watch.region) return ok(REGION, `${watch.region}.`);
  return warning(
    REGION,
    `The target is in ${ofTarget}, but watch.region is ${watch.region}.`,
    'Correct watch.region, unless the API calls an endpoint in another Region.',
  );
}

function connectOnce(host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const socket = connect({ host, port, timeout: TIMEOUT_MS });
    const end = (settle: () => void) => {
      socket.destroy();
      settle();
    };
    socket.once('connect', () => end(() => resolve(Math.round(performance.now() - started))));
    socket.once('timeout', () =>
      end(() => reject(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' }))),
    );
    socket.once('error', (error) => end(() => reject(error)));
  });
}

/** @returns the error's code; null when the handshake, as a request would make it, succeeds */
function tlsFailure(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    // A name of the certificate cannot be an address.
    const servername = isIP(host) === 0 ? { servername: host } : {};
    const socket = connectTls({ host, port, timeout: TIMEOUT_MS, ...servername });
    const end = (code: string | null) => {
      socket.destroy();
      resolve(code);
    };
    socket.once('secureConnect', () => end(null));
    socket.once('timeout', () => end('ETIMEDOUT'));
    socket.once('error', (error) => end(codeOf(error)));
  });
}

function withoutTls(host: string, code: string): [message: string, next: string] {
  if (!/^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERR_TLS_CERT)/.test(code)) {
    return [
      `${host} accepts connections, but not TLS (${code}), and config.target says https.`,
      `Write http://${host} as config.target, or the port that speaks HTTPS.`,
    ];
  }
  return [
    `The certificate of ${host} is not trusted (${code}).`,
    "Correct the host name in config.target, or name the issuer's certificate in NODE_EXTRA_CA_CERTS.",
  ];
}

function codeOf(cause: unknown): string {
  return (cause as NodeJS.ErrnoException).code ?? String(cause);
}
