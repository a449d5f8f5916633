/** The page's script and styles, read once: uPlot's from its package, the rest from this folder. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const uplot = pathToFileURL(createRequire(import.meta.url).resolve('uplot'));

/** Modules in dependency order; the page concatenates them. */
const MODULES = [
  new URL('../../format/numbers.js', import.meta.url),
  new URL('./client/colors.js', import.meta.url),
  new URL('./client/tags.js', import.meta.url),
  new URL('./client/marks.js', import.meta.url),
  new URL('./client/charts.js', import.meta.url),
  new URL('./client/unpack.js', import.meta.url),
  new URL('./client/page.js', import.meta.url),
];

/** Later ones override earlier ones. */
const STYLES = [
  new URL('./style/base.css', import.meta.url),
  new URL('./style/tables.css', import.meta.url),
  new URL('./style/charts.css', import.meta.url),
  new URL('./style/media.css', import.meta.url),
];

/** One closure, so that browser extensions do not see its names. */
export const SCRIPT = [
  text(new URL('uPlot.iife.min.js', uplot)),
  `(() => { 'use strict';`,
  ...MODULES.map((module) => withoutImports(text(module))),
  '})();',
].join('\n');

export const STYLE_SHEET = [
  text(new URL('uPlot.min.css', uplot)),
  ...STYLES.map((style) => text(style).replace(/\/\*.*?\*\/\n?|^ +/gms, '')),
].join('\n');

/** Removes imports, which the page already contains, and comments. */
function withoutImports(module: string): string {
  return module
    .replace(/^import [^;]*;\n/gm, '')
    .replace(/^export /gm, '')
    .replace(/^ *\/\*\*(?:(?!\*\/).)*\*\/\n/gms, '');
}

function text(file: URL): string {
  return readFileSync(file, 'utf8');
}
