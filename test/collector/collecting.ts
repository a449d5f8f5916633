/** A real collector on a loopback AWS, and what it has written; stopped when the test ends. */
import { afterEach, vi } from 'vitest';
import { type AwsClients, createClients } from '../../src/collector/clients.ts';
import { Collector } from '../../src/collector/collector.ts';
import { type AwsEvent, type AwsEventOf, awsEventSchema } from '../../src/record/aws-events.ts';
import { watchSchema } from '../../src/scenario/schema.ts';

/** What a test has opened, closed after it in reverse order. */
export const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

export const never = new AbortController().signal;

export interface Collecting {
  readonly maxSeconds?: number;
  readonly untilScaleIn?: boolean;
  readonly watch?: object;
}

export function collect(endpointUrl: string, options: Collecting = {}) {
  const events: AwsEvent[] = [];
  const watch = watchSchema.parse({
    endpointName: 'wine',
    endpointUrl,
    pollSeconds: 0.2,
    metricPollSeconds: 0.2,
    ...options.watch,
  });
  let clients: AwsClients;
  const collector = new Collector({
    watch,
    settle: {
      maxSeconds: options.maxSeconds ?? 20,
      untilScaleIn: options.untilScaleIn ?? false,
    },
    clients: (clock) => {
      clients = createClients(watch, clock, Date.now);
      return clients;
    },
    // As it goes to disk and comes back.
    write: (event) => void events.push(awsEventSchema.parse(JSON.parse(JSON.stringify(event)))),
    now: Date.now,
    random: () => 0,
  });
  cleanups.push(() => collector.stop());
  const of = <T extends AwsEvent['type']>(type: T) =>
    events.filter((event): event is AwsEventOf<T> => event.type === type);
  /** How long GetMetricData is waited for. Five seconds a try are long for a test of what hangs. */
  const setPatience = (timeoutMs: number) => {
    const handler = clients.cloudWatch.config.requestHandler as unknown as NodeHttpHandler;
    handler.updateHttpClientConfig('requestTimeout', timeoutMs);
  };
  return { collector, events, of, setPatience };
}

/** What the SDK sends with on Node. */
interface NodeHttpHandler {
  updateHttpClientConfig(key: 'requestTimeout', value: number): void;
}

/** Waits until `look` no longer throws. */
export function eventually<T>(look: () => T): Promise<T> {
  return vi.waitFor(look, { timeout: 60_000, interval: 20 });
}
