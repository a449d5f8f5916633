/** Checks the base URLs of a scenario: the target, and the AWS APIs in place of AWS. */
import type { Path } from '../input/expected.ts';
import { quoted } from '../input/quote.ts';
import { UserError } from '../input/user-error.ts';
import type { Sources } from './sources.ts';

type Locate = (path: Path, isMissing?: boolean) => string;

/**
 * A stand-in's address is known only once it is up, so with one the target may be missing.
 *
 * @returns the target; empty with a stand-in
 * @throws UserError naming what a base URL must not have, without quoting what may be secret
 */
export function checkTarget(target: string | undefined, standIn: boolean, at: Locate): string {
  const path = ['config', 'target'];
  if (target === undefined) {
    if (standIn) return '';
    throw new UserError(
      `${at(path, true)}: "config.target": expected an http or https URL, found nothing; add it, or use an environment that has one.`,
    );
  }
  checkBaseUrl(target, path, 'set the path as `path` in the replay step', at);
  return standIn ? '' : target;
}

/** @throws UserError as `checkTarget` does, and for a URL that a stand-in's own would replace */
export function checkEndpointUrl(url: string | undefined, standIn: boolean, at: Locate): void {
  const path = ['config', 'scaleproof', 'watch', 'endpointUrl'];
  if (url === undefined) return;
  checkBaseUrl(url, path, 'AWS APIs have no other path', at);
  if (!standIn) return;
  throw new UserError(
    `${at(path)}: "${path.join('.')}": expected none, since this environment starts a stand-in and watches that, found ${quoted(url)}; remove it, or disable the stand-in with --set scaleproof.standIn=.`,
  );
}

function checkBaseUrl(text: string, path: Path, otherwise: string, at: Locate): void {
  const where = `${at(path)}: "${path.join('.')}"`;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    // What is no URL may still have a password in it.
    const found = /[@?#]/.test(text) ? 'something else' : quoted(text);
    throw new UserError(
      `${where}: expected an http or https URL, found ${found}; write one such as https://api.example.com.`,
    );
  }
  const { pathname, origin, username, password, search, hash } = url;
  // `http://host/?` has neither query nor fragment by the URL's own account.
  if (username + password + search + hash !== '' || /[@?#]/.test(text)) {
    // Not quoted: such a URL may contain a secret, and records name the target.
    throw new UserError(
      `${where}: expected only scheme and host, found a user name, password, query or fragment too; keep ${origin}, and send credentials in headers (\`headersFromEnvironment\` in the replay step).`,
    );
  }
  if (pathname === '/') return;
  // Silently dropping the path would load a different address from the one written.
  throw new UserError(
    `${where}: expected only scheme and host, found the path ${quoted(pathname)} too; keep ${origin}; ${otherwise}.`,
  );
}

/** @throws UserError for a target that would be ignored because the load goes to the stand-in */
export function refuseIgnoredTarget(script: Record<string, unknown>, { overrides }: Sources): void {
  const target = overrides.findLast(({ path }) => path[0] === 'target');
  const { scaleproof } = (script.config ?? {}) as { scaleproof?: { standIn?: unknown } };
  if (!target || scaleproof?.standIn === undefined) return;
  throw new UserError(
    `${target.text}: this environment starts a stand-in and loads that; add --set scaleproof.standIn= to disable it, and --set scaleproof.watch.endpointUrl=URL if the target's AWS APIs are not AWS itself.`,
  );
}
