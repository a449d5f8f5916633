/** The page's styles: those of a run's report, and its own. Its script is that of the report. */
import { STYLES, styleSheetOf } from '../html/assets.ts';

export { SCRIPT } from '../html/assets.ts';
export const STYLE_SHEET = styleSheetOf([...STYLES, new URL('./pair.css', import.meta.url)]);
