/** Watches the Lambda function's settings: one poller per call, one line per change. */
import type { FunctionObservation } from '../record/aws-events.ts';
import {
  FUNCTION_SETTINGS,
  type FunctionSettings,
  parseFunctionName,
} from './function-settings.ts';
import { News } from './news.ts';
import type { PollContext, Poller } from './poller.ts';

export class FunctionWatch {
  readonly #context: PollContext;
  readonly #name: string;
  readonly #pollers: Poller[];
  readonly #known = new Map<string, FunctionSettings>();
  readonly #news = new News<FunctionObservation>(
    ({ name }) => name,
    ({ atMs: _, ...settings }) => JSON.stringify(settings),
  );
  #isStarted = false;

  /** A denied call leaves its own gap; the other three continue. */
  constructor(context: PollContext, functionName: string, intervalMs: number) {
    this.#context = context;
    const of = parseFunctionName(functionName);
    this.#name = of.name;
    this.#pollers = Object.entries(FUNCTION_SETTINGS).map(([api, fetch]) =>
      context.poller({
        api,
        intervalMs,
        poll: async () => {
          this.#known.set(api, await fetch(context.clients.lambda, of));
          if (this.#isStarted) this.#write();
        },
      }),
    );
  }

  /** Makes all four calls, then writes one line with their results. */
  async start(): Promise<void> {
    await Promise.all(this.#pollers.map((poller) => poller.start()));
    this.#isStarted = true;
    this.#write();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#pollers.map((poller) => poller.stop()));
  }

  #write(): void {
    if (this.#known.size === 0) return;
    const { write, now } = this.#context;
    const settings: FunctionSettings = Object.assign({}, ...inOrder(this.#known));
    const observation = { type: 'function', atMs: now(), name: this.#name, ...settings } as const;
    this.#news.of([observation]).forEach(write);
  }
}

/** In a fixed order, whichever call answered first, so that equal settings give equal text. */
function inOrder(known: ReadonlyMap<string, FunctionSettings>): FunctionSettings[] {
  return Object.keys(FUNCTION_SETTINGS).flatMap((api) => known.get(api) ?? []);
}
