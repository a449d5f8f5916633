/** The body of a request: as it was written, or mended where it plainly meant JSON. */
import { parse as parseYaml } from 'yaml';
import type { PostmanRequest } from './collection.ts';
import { substitute, unresolved, type Variables } from './variables.ts';

export interface Body {
  readonly text: string | null;
  /** From the body's language, for a request that does not name its own. */
  readonly contentType: string | null;
  readonly notes: readonly string[];
}

const MENDED = 'its body has single quotes, which JSON does not know: sent with double ones';

/** @returns a body, or why there is none that could be sent */
export function bodyOf(body: PostmanRequest['body'], variables: Variables): Body | string {
  if (!body || body.disabled || !body.mode || body.mode === 'none') {
    return { text: null, contentType: null, notes: [] };
  }
  if (body.mode !== 'raw') return `its body is "${body.mode}"; raw bodies are understood`;
  const text = substitute(body.raw ?? '', variables);
  const open = unresolved(text);
  if (open.length > 0)
    return `${open.map((name) => `{{${name}}}`).join(', ')} has no value in the collection`;
  const language = body.options?.raw?.language;
  if (!meansJson(text, language)) {
    return { text, contentType: 'text/plain', notes: [] };
  }
  const contentType = 'application/json';
  if (isJsonObject(text)) return { text, contentType, notes: [] };
  const mended = mend(text);
  if (mended === null) return 'its body is not a JSON object';
  return { text: mended, contentType, notes: [MENDED] };
}

function meansJson(text: string, language: string | undefined): boolean {
  return language === 'json' || /^\s*['"]?\s*\{/.test(text);
}

/**
 * The single quotes of a shell around the whole, or of Python around its strings. YAML knows both,
 * and every JSON is YAML; what only YAML knows beyond that is turned away.
 */
function mend(text: string): string | null {
  if (!text.includes("'")) return null;
  try {
    const value: unknown = parseYaml(text.trim());
    if (typeof value === 'string') return isJsonObject(value) ? value : mend(value);
    return typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      /^\s*\{/.test(text)
      ? JSON.stringify(value)
      : null;
  } catch {
    return null;
  }
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
