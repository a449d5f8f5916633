/** Parts of pages that tests can tell apart. */
import { html } from '../../src/report/html/markup.ts';
import type { PageParts } from '../../src/report/html/report-parts.ts';

export const NO_DATA: PageParts['data'] = { from: 0, to: 1, charts: [], bands: [] };

/** @param data of the same identity: the charts' data are the same */
export function partsOf(text: string, data: PageParts['data'] = NO_DATA): PageParts {
  return { title: `page ${text}`, sections: [html`<p>${text}</p>`, null], data };
}
