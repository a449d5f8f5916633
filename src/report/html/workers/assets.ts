/** The style of pages with workers; others do not carry it. */
import { STYLES, styleSheetOf } from '../assets.ts';

/** Read when first asked for. */
export function workersStyleSheet(): string {
  return styleSheetOf([...STYLES, new URL('./workers.css', import.meta.url)]);
}
