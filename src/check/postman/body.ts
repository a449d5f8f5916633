/** The body of a request: as written, or repaired if it is clearly meant as JSON. */
import { parse as parseYaml } from 'yaml';
import type { PostmanRequest } from './collection.ts';
import { substitute, unresolved, type Variables } from './variables.ts';

export interface Body {
  readonly text: string | null;
  /** From the body's language, for a request that does not name its own. */
  readonly contentType: string | null;
  readonly notes: readonly string[];
}

const REPAIRED = 'its body has single quotes, which JSON does not allow; sent with double quotes';

/** @returns a body, or why it cannot be sent */
export function bodyOf(body: PostmanRequest['body'], variables: Variables): Body | string {
  if (!body || body.disabled || !body.mode || body.mode === 'none') {
    return { text: null, contentType: null, notes: [] };
  }
  if (body.mode !== 'raw') return `its body mode is "${body.mode}"; only raw is supported`;
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
  const repaired = repair(text);
  if (repaired === null) return 'its body is not a JSON object';
  return { text: repaired, contentType, notes: [REPAIRED] };
}

function meansJson(text: string, language: string | undefined): boolean {
  return language === 'json' || /^\s*['"]?\s*\{/.test(text);
}

/**
 * Handles single quotes around the whole body (shell) or around strings (Python). YAML allows both,
 * and JSON is a subset of YAML; anything else that only YAML allows is rejected.
 */
function repair(text: string): string | null {
  if (!text.includes("'")) return null;
  try {
    const value: unknown = parseYaml(text.trim());
    if (typeof value === 'string') return isJsonObject(value) ? value : repair(value);
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
