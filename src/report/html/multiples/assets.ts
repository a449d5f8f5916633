/** The style of pages with small multiples, of workers or instances; others do not carry it. */
import { MULTIPLES, STYLES, styleSheetOf } from '../assets.ts';

/** Read when first asked for. */
export function multiplesStyleSheet(): string {
  return styleSheetOf([...STYLES, MULTIPLES]);
}
