/** Workers that send a plan together, on paper: their lines are those of the engine's own tally. */
import { buildPlan, buildShare } from '../../src/load/plan.ts';
import { Tally } from '../../src/load/replay/tally.ts';
import type { Distribution } from '../../src/record/distribution.ts';
import type { LoadEvent } from '../../src/record/load-events.ts';
import type { Outcome } from '../../src/systems/outcome.ts';

export const START_MS = 1_800_000_000_000;

export interface Told {
  readonly distribution: Distribution;
  /** By worker, from 1 at index 0. */
  readonly workers: LoadEvent[][];
}

interface Plan {
  readonly workers: number;
  readonly rps?: number;
  readonly seconds?: number;
  /** Changes what the requests meet. */
  readonly seed?: number;
}

export function distributionOf({ workers, rps = 60, seconds = 20 }: Plan): Distribution {
  return {
    schemaVersion: 1,
    id: 'wine-1',
    createdAtMs: START_MS - 60_000,
    platform: 'processes',
    engine: 'artillery',
    workers,
    rpsPerWorker: 10_000,
    arguments: ['wine', '--env', 'local'],
    systemId: 'wine',
    seed: 1,
    phases: [{ name: 'steady', durationSeconds: seconds, startRps: rps / 2, endRps: rps }],
    startAtMs: START_MS,
    samples: '/samples',
  };
}

/** Whatever the number of workers, the same requests meet the same. */
export function told(plan: Plan): Told {
  const distribution = distributionOf(plan);
  const { workers } = distribution;
  const whole = buildPlan(distribution.phases);
  const lines = Array.from({ length: workers }, (_, index) => {
    const events: LoadEvent[] = [];
    const share = buildShare(distribution.phases, index + 1, workers);
    const requests = Array.from({ length: share.count }, (_, own) =>
      requestOf(own * workers + index, whole.intendedMs(own * workers + index), plan.seed ?? 1),
    );
    send(requests, {
      worker: index + 1,
      totalWorkers: workers,
      plan: { ...share, dueBefore: (ms) => requests.filter(({ dueMs }) => dueMs < ms).length },
      planStartMs: START_MS,
      maxConnections: 100,
      timeoutMs: 10_000,
      gauges: () => ({ connections: 3, eventLoopUtilization: 0.1 * (index + 1) }),
      onEvent: (event) => events.push(inDistribution(event, distribution)),
    });
    return events;
  });
  return { distribution, workers: lines };
}

function inDistribution(event: LoadEvent, { id, startAtMs }: Distribution): LoadEvent {
  if (event.type === 'start') return { ...event, system: 'wine', distribution: { id, startAtMs } };
  return event.type === 'end' ? { ...event, clock: { offsetMs: 0, errorMs: 20 } } : event;
}

interface Request {
  readonly dueMs: number;
  readonly sentMs: number | null;
  readonly endMs: number;
  readonly outcome: Outcome;
  readonly row: number;
}

/** Microseconds, so that sums of them are exact. */
function requestOf(index: number, dueMs: number, seed: number): Request {
  const random = (salt: number) => mixed(index, salt + 1_000 * seed) / 2 ** 32;
  const sentMs = round(dueMs + 5 * random(1) ** 4);
  const endMs = round(sentMs + 5 + 2_500 * random(2) ** 12);
  const row = 1 + Math.floor(178 * random(4));
  return {
    dueMs: round(dueMs),
    sentMs: random(5) < 0.01 ? null : sentMs,
    endMs,
    // The same row gets the same answer.
    outcome: random(3) < 0.05 ? 'server-error' : row % 20 === 0 ? 'wrong' : 'correct',
    row,
  };
}

function round(ms: number): number {
  return Math.round(ms * 1_000) / 1_000;
}

function mixed(one: number, other: number): number {
  let hash = Math.imul(one + 1, 0x9e3779b1) ^ Math.imul(other + 1, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return (hash ^ (hash >>> 15)) >>> 0;
}

function send(requests: readonly Request[], options: ConstructorParameters<typeof Tally>[0]): void {
  const tally = new Tally(options);
  const acts: [number, () => void][] = requests.flatMap((request) => {
    const { sentMs, endMs, dueMs, outcome, row } = request;
    if (sentMs === null) {
      return [
        [dueMs, () => tally.recordNotSent(dueMs, 'connection-limit')] as [number, () => void],
      ];
    }
    return [
      [sentMs, () => tally.recordSent(sentMs, dueMs)],
      [endMs, () => end(tally, { ...request, sentMs }, outcome, row)],
    ] as [number, () => void][];
  });
  acts.sort(([one], [other]) => one - other);
  for (const [, act] of acts) act();
  const lastMs = Math.max(options.plan.durationMs, acts.at(-1)?.[0] ?? 0);
  // Every worker waits for the slowest answer of all, so that all have the same seconds.
  tally.advance(Math.max(lastMs, options.plan.durationMs + 3_000));
  tally.end('completed', START_MS + lastMs);
}

function end(tally: Tally, request: Request & { sentMs: number }, outcome: Outcome, row: number) {
  const { endMs, dueMs, sentMs } = request;
  tally.recordEnd(endMs, dueMs, sentMs, outcome);
  const status = outcome === 'server-error' ? 500 : 200;
  tally.recordStatus(endMs, status);
  if (outcome === 'server-error') {
    const response = { status, error: null, row, body: 'no', latencyMs: endMs - dueMs };
    tally.recordFailing(endMs, { outcome, ...response });
  } else {
    const predicted = outcome === 'correct' ? String(row % 3) : 'x';
    tally.recordAnswer(endMs, { number: row, label: String(row % 3) }, { outcome, predicted });
  }
}
