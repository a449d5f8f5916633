/** Headers of a push, from an environment variable: they carry credentials, so no message shows a value. */
import { UserError } from '../input/user-error.ts';

/**
 * `api-key=secret,x-scope=team%20a`: the form of OTEL_EXPORTER_OTLP_HEADERS, values percent-encoded.
 *
 * @param variables later ones win
 * @throws UserError when a value is not of that form
 */
export function headersFrom(
  env: NodeJS.ProcessEnv,
  variables: readonly string[],
): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const variable of variables) {
    const entries = (env[variable] ?? '').split(',').filter((entry) => entry.trim() !== '');
    entries.forEach((entry, index) => {
      const [name, value] = parsed(entry) ?? [];
      if (name === undefined || value === undefined || !isHeader(name, value)) {
        throw new UserError(
          `${variable}: expected name=value pairs separated by commas, with values percent-encoded, but entry ${index + 1} is not one; correct it, for example api-key=abc,x-team=a%20b.`,
        );
      }
      headers[name] = value;
    });
  }
  return headers;
}

function parsed(entry: string): [string, string] | null {
  const equals = entry.indexOf('=');
  if (equals < 1) return null;
  try {
    return [
      decodeURIComponent(entry.slice(0, equals).trim()).toLowerCase(),
      decodeURIComponent(entry.slice(equals + 1).trim()),
    ];
  } catch {
    return null;
  }
}

function isHeader(name: string, value: string): boolean {
  try {
    new Headers([[name, value]]);
    return true;
  } catch {
    return false;
  }
}
