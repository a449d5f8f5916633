/** Says why no connection to the target could be made, and what to do about that. */
import { isLoopback } from '../aws/credentials.ts';
import { UserError } from '../input/user-error.ts';

/** @param code the error's code, such as `ECONNREFUSED` */
export function unreachable(target: string, code: string): UserError {
  return new UserError(`Cannot connect to ${target} (${code}): ${reasonAndNext(target, code)}.`);
}

function reasonAndNext(target: string, code: string): string {
  const { hostname, port, protocol, host } = new URL(target);
  if (/^(ERR_SSL_(WRONG_VERSION|PACKET_LENGTH|HTTP_REQUEST)|EPROTO)/.test(code)) {
    return `it answers without TLS, but "config.target" says https; write http://${host}, or the port that speaks HTTPS`;
  }
  if (code === 'NOT_HTTP') {
    return `what answers there does not speak HTTP; correct host and port in "config.target"`;
  }
  if (/^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(code)) {
    return 'its certificate is not trusted; correct the host name in "config.target", or name the issuer\'s certificate in NODE_EXTRA_CA_CERTS';
  }
  if (/^(ENOTFOUND|EAI_AGAIN)$/.test(code)) {
    return `no address is known for ${hostname}; correct "config.target", or check this machine's DNS and VPN`;
  }
  if (code !== 'ECONNREFUSED') {
    return `no answer from ${hostname}; check "config.target", the network, VPN and firewalls in between`;
  }
  const number = port || (protocol === 'https:' ? '443' : '80');
  const nobody = `nothing listens on port ${number} of ${hostname}`;
  return isLoopback(target)
    ? `${nobody}; start the API there (the stand-in: \`npx scaleproof local\`), or correct "config.target"`
    : `${nobody}; correct "config.target", or check that the API is deployed`;
}
