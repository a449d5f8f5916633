/** Which parts of a pasted request look like secrets: they are read from the environment, never written. */
import type { Contract } from './infer.ts';

/** @param name in lower case */
export function isSecretHeader(name: string): boolean {
  return /auth|key|token|secret|cookie|session|password/.test(name);
}

/** The whole name or its last word, so that `keywords` and `author` stay features. */
const SECRET_NAME =
  /^(?:.*[-_.])?(?:api|access|subscription|private|client|auth|session|id|user)?(?:key|token|secret|signature|sig|password|passwd|pwd|credentials?|auth|authorization|session)$/i;
/** Azure Functions call their key `code`; a short one is more likely to be a feature. */
const MIN_CODE_CHARACTERS = 20;

function isSecretValue(name: string, value: string): boolean {
  if (value === '') return false;
  return SECRET_NAME.test(name) || (name === 'code' && value.length >= MIN_CODE_CHARACTERS);
}

export interface SplitPath {
  /** Without the secret parameters. */
  readonly open: string;
  /** With an environment variable in place of each secret; null when there are none. */
  readonly fromEnvironment: string | null;
}

/**
 * @param path path and query
 * @param variableOf names the environment variable for a parameter
 */
export function splitSecrets(path: string, variableOf: (name: string) => string): SplitPath {
  const [route = '/', ...rest] = path.split('?');
  // Split as written: the target may not take another encoding for the same.
  const parameters = rest.join('?').split('&').filter(Boolean);
  const secret = parameters.flatMap((parameter) => {
    const [[name, value] = ['', '']] = new URLSearchParams(parameter);
    return isSecretValue(name, value) ? [{ parameter, name }] : [];
  });
  const open = parameters.filter((each) => secret.every(({ parameter }) => parameter !== each));
  const placeholders = secret.map(
    ({ parameter, name }) => `${parameter.split('=', 1)[0]}={{ $env.${variableOf(name)} }}`,
  );
  return {
    open: withQuery(route, open),
    fromEnvironment: secret.length === 0 ? null : withQuery(route, [...open, ...placeholders]),
  };
}

export function withQuery(route: string, parameters: readonly string[]): string {
  return parameters.length === 0 ? route : `${route}?${parameters.join('&')}`;
}

/** Features whose values in the body look like secrets: a module cannot read the environment. */
export function secretFeatures({ features }: Contract): string[] {
  return features.flatMap(({ name, kind, text, path }) => {
    const key = String(path.findLast((each) => typeof each === 'string') ?? name);
    return kind === 'text' && isSecretValue(key, text) ? [name] : [];
  });
}
