/** A browser's end of the page's event stream, and its plain requests. */
import { get, type IncomingHttpHeaders, request } from 'node:http';

export interface Event {
  readonly id: string;
  readonly kind: string;
  readonly data: { readonly title: string; readonly main: string; readonly data?: object };
}

export interface Stream {
  readonly events: readonly Event[];
  /** Resolves with the first event, also a past one, for which it holds; rejects when the stream ends without. */
  until(holds: (event: Event) => boolean): Promise<Event>;
  readonly closed: Promise<void>;
  /** As when a tab is closed, or its connection is cut. */
  close(): void;
  /** As a browser does when it has the last state. */
  seen(): Promise<void>;
}

/** @param page the page's address */
export function openStream(page: string, lastEventId?: string): Promise<Stream> {
  return new Promise((resolve, reject) => {
    const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
    const asked = get(`${page}events`, { headers, agent: false }, (response) => {
      const events: Event[] = [];
      const watchers = new Set<() => void>();
      let rest = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        const blocks = (rest + text).split('\n\n');
        rest = blocks.pop() ?? '';
        events.push(...blocks.flatMap(parsed));
        for (const watch of watchers) watch();
      });
      const closed = new Promise<void>((done) => response.once('close', done));
      resolve({
        events,
        closed,
        close: () => asked.destroy(),
        async seen() {
          asked.destroy();
          await ask(`${page}seen`);
        },
        until: (holds) =>
          new Promise((found, lost) => {
            const watch = () => {
              const event = events.find(holds);
              if (event === undefined) return;
              watchers.delete(watch);
              found(event);
            };
            watchers.add(watch);
            watch();
            void closed.then(() => lost(new Error('the stream ended without the event')));
          }),
      });
    });
    // A stream that was open says so with its response.
    asked.on('error', reject);
  });
}

function parsed(block: string): Event[] {
  const fields = new Map(
    block
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  );
  const data = fields.get('data');
  if (data === undefined) return [];
  return [{ id: fields.get('id')!, kind: fields.get('event')!, data: JSON.parse(data) }];
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export function ask(
  url: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request(url, { method, headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      response.once('end', () =>
        resolve({ status: response.statusCode!, headers: response.headers, body }),
      );
    })
      .on('error', reject)
      .end();
  });
}
