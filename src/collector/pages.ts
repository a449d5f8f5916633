/** Follows a paginated AWS response to its end, and refuses one that never ends. */
export interface Page {
  readonly NextToken?: string | undefined;
}

/** No polled response needs more pages than this; a server that sends more is broken. */
const MOST_PAGES = 50;

/**
 * Not the SDK's paginators: those require the SDK's own clients, and have no limit.
 *
 * @param isLast whether nothing of interest can follow a page, although more would come
 * @throws Error `TooManyPages` after 50, or when a token comes again
 */
export async function allPages<T extends Page>(
  send: (token: string | undefined) => Promise<T>,
  isLast: (page: T) => boolean = () => false,
): Promise<T[]> {
  const pages: T[] = [];
  const tokens = new Set<string>();
  let token: string | undefined;
  do {
    const page = await send(token);
    pages.push(page);
    token = page.NextToken || undefined;
    if (token === undefined || isLast(page)) break;
    if (tokens.has(token) || pages.length >= MOST_PAGES) throw tooManyPages(pages.length);
    tokens.add(token);
  } while (token !== undefined);
  return pages;
}

function tooManyPages(count: number): Error {
  const message = `the response did not end within ${count} pages`;
  return Object.assign(new Error(message), { name: 'TooManyPages' });
}
