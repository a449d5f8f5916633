/** The capacity page's style: that of every page, and of charts without a script. */
import { STYLES, styleSheetOf } from '../html/assets.ts';

export const STYLE_SHEET = styleSheetOf([...STYLES, new URL('./xy-chart.css', import.meta.url)]);
