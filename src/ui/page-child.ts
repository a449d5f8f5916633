/**
 * Entry point of the process that serves a run's page. It reads the run's files, so that the load and the
 * collector do nothing for it, and runs at the lowest priority. It ends with its parent.
 */
import { constants, setPriority } from 'node:os';
import type { PageOrder, PageReply } from './page-messages.ts';
import { PageServer } from './page-server.ts';
import { endedParts, RunPage } from './run-page.ts';

/** Elapsed time is shown in seconds. */
const TICK_MS = 1_000;

setPriority(constants.priority.PRIORITY_LOW);

const page = new RunPage();
const server = new PageServer(page.now(), refresh);
let isReading = false;
let isEnding = false;

async function refresh(): Promise<void> {
  if (isReading || isEnding) return;
  isReading = true;
  try {
    await page.refresh();
  } catch {
    // A directory that cannot be read now may be readable later; the page says what it said.
  }
  isReading = false;
  if (!isEnding) server.publish(page.now());
}

async function end(directory: string | null): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  clearInterval(timer);
  await server.end(await endedParts(directory));
  process.exit(0);
}

function tell(reply: PageReply): void {
  if (process.connected) process.send?.(reply);
}

function fail(cause: Error): void {
  tell({ kind: 'failed', message: cause.message });
  process.exit(1);
}

process.on('message', (message) => {
  const order = message as PageOrder;
  switch (order.kind) {
    case 'step':
    case 'view':
      return page.follow(order);
    case 'begun':
      return page.begun(order.directory);
    case 'end':
      return void end(order.directory);
  }
});
// The run was killed: browsers get what reached the disk.
process.once('disconnect', () => void end(page.directory));
process.once('uncaughtException', fail);

const timer = setInterval(() => {
  // Nobody looks: nothing is read.
  if (server.isWatched) void refresh();
}, TICK_MS);
server.listen().then((url) => tell({ kind: 'serving', url }), fail);
