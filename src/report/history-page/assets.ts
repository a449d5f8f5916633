/** The history page's script and styles: those of a run's report, and its own. */
import { STYLES, scriptOf, styleSheetOf } from '../html/assets.ts';

const report = new URL('../html/client/', import.meta.url);
const own = new URL('./client/', import.meta.url);

/** Modules in dependency order; the page concatenates them. */
const MODULES = [
  new URL('../../format/numbers.js', import.meta.url),
  new URL('../../format/units.js', import.meta.url),
  new URL('colors.js', report),
  new URL('redraw.js', report),
  new URL('value-range.js', own),
  new URL('draw-runs.js', own),
  new URL('charts.js', own),
  new URL('run-details.js', own),
  new URL('page.js', own),
];

export const SCRIPT = scriptOf(MODULES);
export const STYLE_SHEET = styleSheetOf([...STYLES, new URL('./history.css', import.meta.url)]);
