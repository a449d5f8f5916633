/** One state of the page, as the document that a browser asks for and as the event that is pushed to it. */
import { liveDocument } from '../report/html/live-page.ts';
import type { PageParts } from '../report/html/report-parts.ts';

export interface PageState {
  readonly parts: PageParts;
  /** What stands between the document's `<main>` tags. */
  readonly main: string;
  /** Rises with every state. */
  readonly revision: number;
  /** The revision since which the charts' data are the same. */
  readonly dataRevision: number;
  /** No other state follows. */
  readonly isLast: boolean;
}

/** What a browser has, by the id of the last event it got. */
export interface BrowserHas {
  readonly revision: number;
  readonly dataRevision: number;
}

export const HAS_NOTHING: BrowserHas = { revision: 0, dataRevision: 0 };

/**
 * @param parts with `data` of the same identity as before where they are the same
 * @returns `before` when nothing changed
 */
export function nextState(before: PageState | null, parts: PageParts, isLast: boolean): PageState {
  const main = mainOf(parts);
  const sameData = before !== null && before.parts.data === parts.data;
  if (sameData && !isLast && main === before.main && parts.title === before.parts.title) {
    return before;
  }
  const revision = (before?.revision ?? 0) + 1;
  return { parts, main, revision, dataRevision: sameData ? before.dataRevision : revision, isLast };
}

/** @returns the state as an event of a `text/event-stream`; null when the browser has it already */
export function eventFor(state: PageState, has: BrowserHas): string | null {
  const { parts, main, revision, dataRevision, isLast } = state;
  if (has.revision === revision && !isLast) return null;
  const { title, data } = parts;
  const needsData = isLast || has.dataRevision !== dataRevision;
  // Without line breaks, which would end the field.
  const message = JSON.stringify({ title, main, ...(needsData ? { data } : {}) });
  return `id: ${revision}-${dataRevision}\nevent: ${isLast ? 'end' : 'state'}\ndata: ${message}\n\n`;
}

/** @param id as a browser that comes back sends it in `Last-Event-ID` */
export function hasAccordingTo(id: string | undefined): BrowserHas {
  const [, revision, dataRevision] = /^(\d{1,15})-(\d{1,15})$/.exec(id ?? '') ?? [];
  if (revision === undefined || dataRevision === undefined) return HAS_NOTHING;
  return { revision: Number(revision), dataRevision: Number(dataRevision) };
}

export function documentOf({ parts }: PageState): string {
  return liveDocument(parts);
}

function mainOf({ sections }: PageParts): string {
  return `\n${sections.map((section) => section?.text ?? '').join('')}\n`;
}
