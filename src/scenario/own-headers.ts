/** Checks the request headers a scenario sets from the environment: their names and variables. */
import type { Path } from '../input/expected.ts';
import { UserError } from '../input/user-error.ts';
import type { Way } from '../systems/contract.ts';
import type { HeadersFromEnvironment } from '../systems/own-headers.ts';

const KEY = ['scenarios', 0, 'flow', 0, 'replay', 'headersFromEnvironment'] as const;

/** `token` of RFC 9110, 5.6.2. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const VARIABLE_NAME = /^[A-Za-z_]\w*$/;
/** Characters that every engine sends unchanged, byte by byte. */
const SENDABLE = /^[\t\x20-\x7e]+$/;

const CONNECTION =
  /^(host|content-length|connection|keep-alive|transfer-encoding|te|trailer|upgrade|expect|proxy-.*)$/i;
const REQUEST = /^(content-type|content-encoding|accept-encoding)$/i;

/**
 * @param env null for a stand-in, which needs no keys: nothing is sent
 * @throws UserError naming file, line and header; never a variable's value
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

/** Why the user may not set a header, as part of a sentence; null when they may. */
export function refusal(name: string, way: Way): string | null {
  if (!HEADER_NAME.test(name)) {
    return 'not a header name; expected letters, digits and hyphens';
  }
  if (CONNECTION.test(name)) {
    return 'this header depends on the connection and the body, so it cannot be set; remove it';
  }
  if (REQUEST.test(name)) {
    return 'this header is part of the system contract, so it cannot be set; remove it';
  }
  if (/^x-amz-/i.test(name)) {
    return 'headers that begin with x-amz- are reserved for AWS and its signature; remove it';
  }
  if (way !== 'http' && /^authorization$/i.test(name)) {
    return `way "${way}" carries its signature in this header; remove it, or use way "http"`;
  }
  return null;
}

function variableProblem(variable: string, env: NodeJS.ProcessEnv | null): string | null {
  if (!VARIABLE_NAME.test(variable)) {
    // Not shown: it may be the secret itself.
    return 'expected an environment variable name such as WINE_API_KEY; put the value in that variable';
  }
  if (env === null) return null;
  const value = env[variable];
  if (!value) {
    return `the environment variable ${variable} is not set; export ${variable}=… and run again`;
  }
  return SENDABLE.test(value)
    ? null
    : `the environment variable ${variable} contains characters that a header cannot carry, such as a line break; set it again`;
}
