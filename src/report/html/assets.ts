/** The pages' scripts and styles, read once: uPlot's from its package, the rest from these folders. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const uplot = pathToFileURL(createRequire(import.meta.url).resolve('uplot'));

/** Modules in dependency order; the page concatenates them. */
const MODULES = [
  new URL('../../format/numbers.js', import.meta.url),
  new URL('./client/colors.js', import.meta.url),
  new URL('./client/view.js', import.meta.url),
  new URL('./client/bands.js', import.meta.url),
  new URL('./client/values.js', import.meta.url),
  new URL('./client/legend.js', import.meta.url),
  new URL('./client/lighting.js', import.meta.url),
  new URL('./client/charts.js', import.meta.url),
  new URL('./client/stack.js', import.meta.url),
  new URL('./client/unpack.js', import.meta.url),
  new URL('./client/seconds-csv.js', import.meta.url),
  new URL('./client/take-away.js', import.meta.url),
  new URL('./client/redraw.js', import.meta.url),
  new URL('./client/page.js', import.meta.url),
];

/** Of a page that is served while its run goes on. */
const LIVE_MODULES = [
  ...MODULES,
  new URL('./live/patch.js', import.meta.url),
  new URL('./live/live.js', import.meta.url),
];

/** Of every page. Later ones override earlier ones. */
export const STYLES = [
  new URL('./style/base.css', import.meta.url),
  new URL('./style/tables.css', import.meta.url),
  new URL('./style/checks.css', import.meta.url),
  new URL('./style/charts.css', import.meta.url),
  new URL('./style/fault.css', import.meta.url),
  new URL('./style/media.css', import.meta.url),
];

/** Of pages with small multiples, and of one that may yet get some. */
export const MULTIPLES = new URL('./multiples/multiples.css', import.meta.url);

/** One closure, so that browser extensions do not see its names. */
export function scriptOf(modules: readonly URL[]): string {
  return [
    text(new URL('uPlot.iife.min.js', uplot)),
    `(() => { 'use strict';`,
    ...modules.map((module) => withoutImports(text(module))),
    '})();',
  ].join('\n');
}

export function styleSheetOf(styles: readonly URL[]): string {
  return [
    text(new URL('uPlot.min.css', uplot)),
    ...styles.map((style) => text(style).replace(/\/\*.*?\*\/\n?|^ +/gms, '')),
  ].join('\n');
}

export const SCRIPT = scriptOf(MODULES);
export const STYLE_SHEET = styleSheetOf(STYLES);

/** Read when first asked for: only the process that serves a page needs them. */
export function liveAssets(): { readonly script: string; readonly styleSheet: string } {
  return {
    script: scriptOf(LIVE_MODULES),
    styleSheet: styleSheetOf([...STYLES, MULTIPLES, new URL('./live/live.css', import.meta.url)]),
  };
}

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
