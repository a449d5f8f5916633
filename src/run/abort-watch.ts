/** Applies the scenario's abort rule to load samples as they reach the disk. */
import { join } from 'node:path';
import { loadEventSchema } from '../record/load-events.ts';
import { parseLines } from '../record/read.ts';
import { Tail } from '../record/tail.ts';
import type { AbortSettings } from '../scenario/schema.ts';
import { AbortRule } from './abort-rule.ts';

const INTERVAL_MS = 1_000;

export interface AbortWatch {
  /** Resolves with the reason once the load must stop; otherwise never. */
  readonly due: Promise<string>;
  stop(): void;
}

export function watchForAbort(directory: string, settings: AbortSettings): AbortWatch {
  const rule = new AbortRule(settings);
  const tail = new Tail(join(directory, 'load.ndjson'));
  let timer: NodeJS.Timeout | undefined;
  const due = new Promise<string>((resolve) => {
    timer = setInterval(() => {
      for (const event of parseLines(tail.read(), loadEventSchema).events) {
        if (event.type === 'sample') rule.add(event);
      }
      const reason = rule.reason();
      if (reason !== null) resolve(reason);
    }, INTERVAL_MS);
  });
  return { due, stop: () => clearInterval(timer) };
}
