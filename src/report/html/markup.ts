/**
 * Injection-safe HTML: the `html` template escapes every string; only the result of another `html`
 * template counts as markup.
 */
import { visibleText, withTiedUnits } from '../plain-text.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Finished HTML. Checked with `instanceof`, so parsed JSON never passes as markup. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Content = Markup | string | number | null | readonly Content[];

/**
 * @example html`<p title="${fromOutside}">${[html`<b>bold</b>`, '<not bold>']}</p>`
 * Attribute values must be in double quotes.
 */
export function html(literals: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return new Markup(String.raw({ raw: literals }, ...contents.map(rendered)));
}

function rendered(content: Content): string {
  if (content === null) return '';
  if (content instanceof Markup) return content.text;
  if (typeof content === 'object') return content.map(rendered).join('');
  return escapeText(String(content));
}

/** For what readers copy: no space of it is replaced. */
export function verbatim(text: string): Markup {
  return new Markup(escaped(visibleText(text)));
}

function escapeText(text: string): string {
  return escaped(withTiedUnits(visibleText(text)));
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
