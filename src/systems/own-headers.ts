/**
 * The user's own request headers, such as API keys: their values stay in environment variables until a
 * request leaves, and no file holds them. Only type imports: k6 runs this file unchanged.
 */
import type { HttpRequest } from './contract.ts';

/** Header name -> name of the environment variable that holds its value. */
export type HeadersFromEnvironment = Readonly<Record<string, string>>;

/**
 * @returns header names in lower case -> values
 * @throws Error naming the header whose variable is not set; never the variable, because the user may
 *   have written the secret in its place
 */
export function readOwnHeaders(
  named: HeadersFromEnvironment,
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(named).map(([name, variable]) => {
      const value = env[variable];
      if (value) return [name.toLowerCase(), value];
      throw new Error(
        `headersFromEnvironment.${name} names an environment variable that is not set; export it and run again.`,
      );
    }),
  );
}

/** Adds the headers to the request, replacing its own of the same names. */
export function withHeaders(
  request: HttpRequest,
  headers: Readonly<Record<string, string>>,
): HttpRequest {
  if (Object.keys(headers).length === 0) return request;
  const kept = Object.entries(request.headers).filter(([name]) => !(name.toLowerCase() in headers));
  return { ...request, headers: { ...Object.fromEntries(kept), ...headers } };
}
