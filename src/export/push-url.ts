/** Where to push to. */
import { UserError } from '../input/user-error.ts';

/**
 * @throws UserError unless it is an address without credentials: a command line stands in process lists and in
 * the logs of CI systems. The message repeats none of it, because what is no URL may have a password in it.
 */
export function parsePushUrl(text: string, headersVariable: string): URL {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new UserError(
      '--push: expected a URL with http or https, found something else; for example --push http://localhost:4318.',
    );
  }
  const url = new URL(text);
  if (url.username + url.password + url.hash !== '') {
    throw new UserError(
      `--push: expected a URL without user name, password and fragment; keep ${url.origin}, and put credentials into ${headersVariable}, as Authorization=Basic%20...`,
    );
  }
  return url;
}

/** @param path appended to the URL's own, however that one ends */
export function withPath(url: URL, path: string): URL {
  const longer = new URL(url);
  longer.pathname = `${url.pathname.replace(/\/+$/, '')}${path}`;
  return longer;
}
