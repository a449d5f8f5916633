/** The HTML page around the sections: self-contained, with inline script and styles. */
import { createHash } from 'node:crypto';
import { STYLE_SHEET } from './assets.ts';
import { type Content, html, Markup } from './markup.ts';

/** What a page with charts is drawn by. */
export interface Assets {
  readonly script: string;
  readonly styleSheet: string;
}

/** A page with charts, which its script draws from the data. */
export function page(title: string, data: object, sections: Content, assets: Assets): string {
  return document(title, sections, assets, [dataAndScript(data, assets)]);
}

/**
 * A page with charts that asks the server it came from for more.
 *
 * @param status below the sections, and no part of them
 */
export function servedPage(
  title: string,
  data: object,
  sections: Content,
  status: Markup,
  assets: Assets,
): string {
  return document(title, sections, assets, [status, dataAndScript(data, assets)], "'self'");
}

function dataAndScript(data: object, assets: Assets): Markup {
  return html`<script type="application/json" id="report-data">${dataBlock(data)}</script>
<script>${new Markup(assets.script)}</script>`;
}

/** A page without any script. */
export function staticPage(
  title: string,
  sections: Content,
  styleSheet: string = STYLE_SHEET,
): string {
  return document(title, sections, { script: null, styleSheet }, []);
}

function document(
  title: string,
  sections: Content,
  { script, styleSheet }: { readonly script: string | null; readonly styleSheet: string },
  end: Content,
  connectsTo: "'none'" | "'self'" = "'none'",
): string {
  // Hashes instead of `unsafe-inline`, so that an injected script does not run.
  const policy = [
    "default-src 'none'",
    `script-src ${script === null ? "'none'" : `'${hashOf(script)}'`}`,
    `style-src '${hashOf(styleSheet)}'`,
    'img-src data:',
    ...(connectsTo === "'none'" ? [] : [`connect-src ${connectsTo}`]),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const rendered = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${new Markup(styleSheet)}</style>
</head>
<body>
<main>
${sections}
</main>
${end}
</body>
</html>
`;
  return rendered.text;
}

/** Only `<` can end a script element or open a comment in it; JSON allows escaping it. */
export function dataBlock(data: object): Markup {
  return new Markup(JSON.stringify(data).replaceAll('<', '\\u003c'));
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
