/** The HTML page around the sections: self-contained, with inline script and styles. */
import { createHash } from 'node:crypto';
import { SCRIPT, STYLE_SHEET } from './assets.ts';
import type { PageData } from './chart-data.ts';
import { type Content, html, Markup } from './markup.ts';
import { packed } from './packed-data.ts';

/** Hashes instead of `unsafe-inline`, so that an injected script does not run. */
const POLICY = [
  "default-src 'none'",
  `script-src '${hashOf(SCRIPT)}'`,
  `style-src '${hashOf(STYLE_SHEET)}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

export function page(title: string, data: PageData, sections: Content): string {
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${new Markup(STYLE_SHEET)}</style>
</head>
<body>
<main>
${sections}
</main>
<script type="application/json" id="report-data">${dataBlock(data)}</script>
<script>${new Markup(SCRIPT)}</script>
</body>
</html>
`;
  return document.text;
}

/** Only `<` can end a script element or open a comment in it; JSON allows escaping it. */
function dataBlock(data: PageData): Markup {
  return new Markup(JSON.stringify(packed(data)).replaceAll('<', '\\u003c'));
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
