/** Which request headers a scenario may set from the environment, and whether their variables are set. */
import type { Path } from '../input/expected.ts';
import { UserError } from '../input/user-error.ts';
import type { Way } from '../systems/contract.ts';
import type { HeadersFromEnvironment } from '../systems/own-headers.ts';

const KEY = ['scenarios', 0, 'flow', 0, 'replay', 'headersFromEnvironment'] as const;

/** `token` of RFC 9110, 5.6.2. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const VARIABLE_NAME = /^[A-Za-z_]\w*$/;
/** What every engine sends byte by byte as it was written. */
const SENDABLE = /^[\t\x20-\x7e]+$/;

const CONNECTION =
  /^(host|content-length|connection|keep-alive|transfer-encoding|te|trailer|upgrade|expect|proxy-.*)$/i;
const REQUEST = /^(content-type|content-encoding|accept-encoding)$/i;

/**
 * @param env null where nothing is sent: on a stand-in, which asks for no keys
 * @throws UserError naming file, line and header; never what a variable holds
 */
export function checkOwnHeaders(
  named: HeadersFromEnvironment,
  way: Way,
  env: NodeJS.ProcessEnv | null,
  at: (path: Path) => string,
): HeadersFromEnvironment {
  const names = Object.keys(named);
  for (const [name, variable] of Object.entries(named)) {
    const twin = names.find(
      (other) => other !== name && other.toLowerCase() === name.toLowerCase(),
    );
    const problem =
      twin === undefined
        ? (refusal(name, way) ?? variableProblem(variable, env))
        : `"${twin}" is the same header; keep one of them`;
    if (problem === null) continue;
    throw new UserError(`${at([...KEY, name])}: "headersFromEnvironment.${name}": ${problem}.`);
  }
  return env === null ? {} : named;
}

/** Why a header cannot be the user's own, as part of a sentence; null when it can. */
export function refusal(name: string, way: Way): string | null {
  if (!HEADER_NAME.test(name)) {
    return 'this is no name of a header; expected letters, digits and hyphens';
  }
  if (CONNECTION.test(name)) {
    return 'this header follows from the connection and the body, so it cannot be set; take it out';
  }
  if (REQUEST.test(name)) {
    return 'this header is part of how the system is asked, so it cannot be set; take it out';
  }
  if (/^x-amz-/i.test(name)) {
    return 'headers that begin with x-amz- belong to AWS and its signature; take it out';
  }
  if (way !== 'http' && /^authorization$/i.test(name)) {
    return `requests of way "${way}" carry their signature in this header; take it out, or load by way "http"`;
  }
  return null;
}

function variableProblem(variable: string, env: NodeJS.ProcessEnv | null): string | null {
  if (!VARIABLE_NAME.test(variable)) {
    // Not shown: it may be the secret itself.
    return 'expected the name of an environment variable, such as WINE_API_KEY; put the value into that';
  }
  if (env === null) return null;
  const value = env[variable];
  if (!value) {
    return `the environment variable ${variable} is not set; export ${variable}=… and run again`;
  }
  return SENDABLE.test(value)
    ? null
    : `the environment variable ${variable} holds characters that a header cannot carry, such as a line break; set it again`;
}
