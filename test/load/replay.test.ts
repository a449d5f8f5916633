import { describe, expect, test } from 'vitest';
import { readDataset } from '../../src/dataset/read.ts';
import { buildPlan } from '../../src/load/plan.ts';
import { Replay } from '../../src/load/replay/replay.ts';
import type { LoadEnd, LoadEvent, LoadSample } from '../../src/record/load-events.ts';
import { loadEventSchema } from '../../src/record/load-events.ts';
import type { Address } from '../../src/systems/contract.ts';
import { wine } from '../../src/systems/wine.ts';
import { type Behaviour, CORRECT_BODY, serve } from './loopback-server.ts';

// Only rows of cultivar 0: the loopback server always answers that.
const rows = readDataset('fixtures/wine.csv', wine.dataset).slice(0, 59);
const codec = wine.ways.http!;
const NOWHERE: Address = { path: null, functionName: null, endpointName: null };
const drawn = rows.map((row) => ({ row, request: codec.encode(row, NOWHERE) }));

interface Setting {
  readonly rps: number;
  readonly seconds: number;
  readonly timeoutMs?: number;
  readonly maxConnections?: number;
  /** Time that making a request takes the generator. */
  readonly drawMs?: number;
  readonly behave: Behaviour;
  readonly stopAfterSeconds?: number;
  readonly stopAtOnce?: boolean;
}

async function replay(setting: Setting) {
  const server = await serve(setting.behave);
  const events: LoadEvent[] = [];
  const stopAtMs = (setting.stopAfterSeconds ?? Number.POSITIVE_INFINITY) * 1_000;
  const run = new Replay({
    plan: buildPlan([
      {
        name: 'hold',
        durationSeconds: setting.seconds,
        startRps: setting.rps,
        endRps: setting.rps,
      },
    ]),
    worker: 1,
    totalWorkers: 1,
    codec,
    draw(index) {
      work(setting.drawMs ?? 0);
      return drawn[index % drawn.length]!;
    },
    origin: server.origin,
    timeoutMs: setting.timeoutMs ?? 2_000,
    maxConnections: setting.maxConnections ?? 100,
    onEvent: (event) => {
      // What goes to disk is what a reader accepts.
      events.push(loadEventSchema.parse(JSON.parse(JSON.stringify(event))));
      if (event.type === 'sample' && (event.second + 1) * 1_000 >= stopAtMs) run.stop();
    },
  });
  if (setting.stopAtOnce) run.stop();
  await run.run();
  await server.close();
  const samples = events.filter((event): event is LoadSample => event.type === 'sample');
  const end = events.at(-1) as LoadEnd;
  expect(end.type).toBe('end');
  const failures = events.filter(({ type }) => type === 'failure');
  return { server, samples, end, failures };
}

function work(ms: number): void {
  const untilMs = performance.now() + ms;
  while (performance.now() < untilMs);
}

function sum(counts: Record<string, number | undefined>): number {
  return Object.values(counts).reduce<number>((total, count) => total + (count ?? 0), 0);
}

/** How far heap and buffers outgrew what they were before, at any look in between. */
async function watchMemory<T>(work: () => Promise<T>): Promise<{ result: T; mostBytes: number }> {
  const used = () => {
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = used();
  let mostBytes = 0;
  const look = setInterval(() => {
    mostBytes = Math.max(mostBytes, used() - before);
  }, 10);
  const result = await work();
  clearInterval(look);
  return { result, mostBytes };
}

const answer: Behaviour = (response) => response.end(CORRECT_BODY);

describe('sends every planned request once, or reports it as not sent', () => {
  test('a healthy target gets each request exactly once', async () => {
    const { server, samples, end } = await replay({ rps: 200, seconds: 2, behave: answer });
    expect(server.requests()).toBe(400);
    expect(end).toMatchObject({ planned: 400, sent: 400, notSent: {}, outcomes: { correct: 400 } });
    expect(samples.reduce((total, sample) => total + sample.planned, 0)).toBe(400);
    expect(samples.reduce((total, sample) => total + sample.sent, 0)).toBe(400);
    expect(samples.reduce((total, sample) => total + sum(sample.outcomes), 0)).toBe(400);
    expect(samples.map((sample) => sample.second)).toEqual(samples.map((_, index) => index));
  });

  test('a target that closes every connection still gets each request exactly once', async () => {
    const { server, end } = await replay({
      rps: 100,
      seconds: 1,
      behave: (response) => response.setHeader('connection', 'close').end(CORRECT_BODY),
    });
    expect(server.requests()).toBe(100);
    expect(end).toMatchObject({ sent: 100, outcomes: { correct: 100 } });
  });

  test('reports unsent requests as stopped when stopped midway', async () => {
    const { server, end } = await replay({
      rps: 100,
      seconds: 60,
      behave: answer,
      stopAfterSeconds: 1,
    });
    expect(end.reason).toBe('stopped');
    expect(end.planned).toBe(6_000);
    expect(end.sent + sum(end.notSent)).toBe(6_000);
    expect(end.notSent.stopped).toBeGreaterThan(5_000);
    expect(server.requests()).toBeLessThanOrEqual(end.sent);
  });

  test('sends nothing and reports everything when stopped before the start', async () => {
    const { server, end } = await replay({ rps: 10, seconds: 1, behave: answer, stopAtOnce: true });
    expect(server.requests()).toBe(0);
    expect(end).toMatchObject({
      reason: 'stopped',
      planned: 10,
      sent: 0,
      notSent: { stopped: 10 },
    });
  });

  test('requests wait beyond the connection limit, and samples record it', async () => {
    const { server, samples, end } = await replay({
      rps: 100,
      seconds: 1,
      maxConnections: 2,
      timeoutMs: 500,
      behave: (response) => void setTimeout(() => response.end(CORRECT_BODY), 50),
    });
    // Two connections at 50 ms carry 40 requests a second; the others wait, then give up.
    expect(server.connections()).toBe(2);
    expect(end.notSent['connection-limit']).toBeGreaterThan(10);
    expect(end.sent + sum(end.notSent)).toBe(100);
    const hits = samples.reduce((total, sample) => total + (sample.connectionLimitHits ?? 0), 0);
    expect(hits).toBeGreaterThan(50);
    expect(Math.max(...samples.map((sample) => sample.lagMs.max))).toBeGreaterThan(300);
  });
});

describe.concurrent('maps each kind of end to its outcome', () => {
  test.each<[string, Behaviour, string]>([
    ['no answer', () => {}, 'timeout'],
    ['headers, then nothing', (response) => void response.writeHead(200).write('{'), 'timeout'],
    ['a reset connection', (response) => void response.socket?.resetAndDestroy(), 'network'],
    [
      'a connection closed without an answer',
      (response) => void response.socket?.destroy(),
      'network',
    ],
    [
      'half a body, then closed',
      (response) => {
        response
          .writeHead(200, { 'content-length': '500' })
          .write('{"statusCode":', () => response.socket?.destroy());
      },
      'network',
    ],
    ['not HTTP', (response) => void response.socket?.end('SSH-2.0-OpenSSH\r\n'), 'network'],
    ['nonsense', (response) => void response.end('nonsense'), 'malformed'],
    [
      'a redirect',
      (response) => void response.writeHead(302, { location: '/' }).end(),
      'malformed',
    ],
    ['HTTP 500', (response) => void response.writeHead(500).end(), 'server-error'],
    ['HTTP 429', (response) => void response.writeHead(429).end(), 'throttled'],
    ['HTTP 403', (response) => void response.writeHead(403).end(), 'client-error'],
    [
      'a body without end',
      (response) => {
        const more = () => {
          while (!response.destroyed && response.write(Buffer.alloc(65_536, 'x')));
        };
        response.on('drain', more);
        more();
      },
      'malformed',
    ],
  ])('%s', async (_name, behave, outcome) => {
    // Only where it is waited for: on a busy machine any answer can take so long.
    const timeoutMs = outcome === 'timeout' ? 300 : 10_000;
    const { end, samples, failures } = await replay({ rps: 10, seconds: 1, timeoutMs, behave });
    expect(end.outcomes).toEqual({ [outcome]: 10 });
    // A few of them are kept, and every response's status is counted.
    const answered = outcome !== 'timeout' && outcome !== 'network';
    const statuses = samples.map((sample) => sum(sample.statuses ?? {}));
    expect(statuses.reduce((total, count) => total + count, 0)).toBe(answered ? 10 : 0);
    expect(failures).toHaveLength(3);
    const status = answered ? expect.any(Number) : null;
    for (const failure of failures) expect(failure).toMatchObject({ outcome, status });
    expect(end.sent).toBe(10);
  });

  test('successive 100 MB bodies do not exhaust memory', async () => {
    const chunk = Buffer.alloc(65_536, 'x');
    const { result, mostBytes } = await watchMemory(() =>
      replay({
        rps: 40,
        seconds: 3,
        timeoutMs: 5_000,
        behave: (response) => {
          response.writeHead(200, { 'content-length': 100_000_000 });
          let left = 100_000_000;
          const more = () => {
            while (left > 0 && !response.destroyed) {
              const piece = chunk.subarray(0, left);
              left -= piece.length;
              if (!response.write(piece)) return;
            }
          };
          response.on('drain', more);
          more();
        },
      }),
    );
    expect(result.end).toMatchObject({ sent: 120, outcomes: { malformed: 120 } });
    // 120 bodies are 12 GB; what is read of one is 256 KiB.
    expect(mostBytes).toBeLessThan(200_000_000);
  }, 30_000);

  test('an unreachable target', async () => {
    const { end } = await replay({
      rps: 20,
      seconds: 1,
      // The first answer is the last: the server goes away after it.
      behave: (response, _request, _number, server) => {
        response.end(CORRECT_BODY);
        void server.close();
      },
    });
    expect(end.sent).toBe(20);
    expect(sum(end.outcomes)).toBe(20);
    expect(end.outcomes.network).toBeGreaterThanOrEqual(18);
    expect(Object.keys(end.errors)).toContain('ECONNREFUSED');
  });
});

test('charges a target stall to every delayed request', async () => {
  // From request 50 on, nothing is answered until 600 ms later: then all at once.
  const held: (() => void)[] = [];
  const { samples } = await replay({
    rps: 100,
    seconds: 2,
    maxConnections: 10,
    behave: (response, _request, number) => {
      if (number < 50 || number > 60) response.end(CORRECT_BODY);
      else {
        if (held.length === 0)
          setTimeout(() => {
            for (const release of held) release();
          }, 600);
        held.push(() => response.end(CORRECT_BODY));
      }
    },
  });
  // Ten requests hold the ten connections; some fifty more wait behind them, half of the 600 ms on
  // average. The service time leaves that out, yet their callers waited.
  const sumOf = (which: 'latencyMs' | 'serviceTimeMs') =>
    samples.reduce((total, sample) => total + sample[which].sum, 0);
  expect(sumOf('latencyMs') - sumOf('serviceTimeMs')).toBeGreaterThan(5_000);
});

test('measures lag and latency from the intended time', async () => {
  const { samples } = await replay({
    rps: 50,
    seconds: 1,
    behave: (response) => {
      // Blocks the event loop that generator and server share: the generator itself stalls.
      work(5);
      response.end(CORRECT_BODY);
    },
  });
  for (const sample of samples.filter((each) => each.latencyMs.count > 0)) {
    expect(sample.latencyMs.sum).toBeGreaterThanOrEqual(sample.serviceTimeMs.sum);
  }
});

test('a generator that falls behind still reads responses and reuses connections', async () => {
  // A hundred a second at 12 ms each: the next is always due already.
  const { server, end } = await replay({ rps: 100, seconds: 1, drawMs: 12, behave: answer });
  expect(end).toMatchObject({ sent: 100, outcomes: { correct: 100 } });
  expect(server.connections()).toBeLessThan(50);
});
