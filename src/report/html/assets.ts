/** The script and the style of the page, read once: uPlot's from its package, ours from beside this file. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const uplot = pathToFileURL(createRequire(import.meta.url).resolve('uplot'));

/** Modules, each after those it imports from: in the page they stand one after the other. */
const MODULES = [
  new URL('../../format/numbers.js', import.meta.url),
  new URL('./client/colors.js', import.meta.url),
  new URL('./client/tags.js', import.meta.url),
  new URL('./client/marks.js', import.meta.url),
  new URL('./client/charts.js', import.meta.url),
  new URL('./client/unpack.js', import.meta.url),
  new URL('./client/page.js', import.meta.url),
];

/** Each may overrule those before it. */
const STYLES = [
  new URL('./style/base.css', import.meta.url),
  new URL('./style/tables.css', import.meta.url),
  new URL('./style/charts.css', import.meta.url),
  new URL('./style/media.css', import.meta.url),
];

/** In one closure: nothing of it is visible to what a browser extension may add. */
export const SCRIPT = [
  text(new URL('uPlot.iife.min.js', uplot)),
  `(() => { 'use strict';`,
  ...MODULES.map((module) => withoutLinks(text(module))),
  '})();',
].join('\n');

export const STYLE_SHEET = [
  text(new URL('uPlot.min.css', uplot)),
  ...STYLES.map((style) => text(style).replace(/\/\*.*?\*\/\n?|^ +/gms, '')),
].join('\n');

/** What a module imports stands above it in the page; its comments are for whoever reads the file. */
function withoutLinks(module: string): string {
  return module
    .replace(/^import [^;]*;\n/gm, '')
    .replace(/^export /gm, '')
    .replace(/^ *\/\*\*(?:(?!\*\/).)*\*\/\n/gms, '');
}

function text(file: URL): string {
  return readFileSync(file, 'utf8');
}
