/** A wine API on loopback that knows every row's label, and answers what a test makes of it. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';
import { readDataset } from '../../src/dataset/read.ts';
import { wine } from '../../src/systems/wine.ts';

export interface Received {
  /** The row's own label; undefined for values that are no row's. */
  readonly label: string | undefined;
  readonly body: string;
  readonly path: string;
  readonly headers: NodeJS.Dict<string | string[]>;
}

export interface WineServer {
  readonly url: string;
  readonly received: Received[];
}

export const ROWS = readDataset('fixtures/wine.csv', wine.dataset);
const LABELS = new Map(ROWS.map(({ text, label }) => [text.join(','), label]));

const running: (() => void)[] = [];
afterAll(() => running.splice(0).map((close) => close()));

export async function serveWine(
  behave: (response: ServerResponse, request: Received, number: number) => void,
): Promise<WineServer> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const values = /"body":\s*"([^"]*)"/.exec(body)?.[1] ?? '';
    const { url: path = '', headers } = request;
    received.push({ label: LABELS.get(values), body, path, headers });
    behave(response, received.at(-1)!, received.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  running.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

export function predict(response: ServerResponse, cultivar: string | undefined): void {
  const body = `Your Wine class is Cultivar ${cultivar}`;
  response.end(JSON.stringify({ statusCode: 200, body }));
}

/** Two of the three classes taken for each other, as with class numbers in another order. */
export function predictSwapped(response: ServerResponse, { label }: Received): void {
  predict(response, label === '1' ? '2' : label === '2' ? '1' : label);
}
