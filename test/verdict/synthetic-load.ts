/** The load lines of a made-up run. */
import type { LoadEvent, OutcomeCounts } from '../../src/record/load-events.ts';
import { DurationSketch } from '../../src/record/sketch.ts';
import { type Knobs, T0 } from './synthetic-knobs.ts';

export function syntheticLoad(knobs: Knobs): LoadEvent[] {
  const events: LoadEvent[] = [];
  const shares = Array.from({ length: knobs.workers }, (_, index) => index);
  const share = (whole: number, index: number) => Math.floor((whole + index) / knobs.workers);
  const totals = shares.map(() => ({
    planned: 0,
    sent: 0,
    coldStarts: 0,
    outcomes: {} as OutcomeCounts,
  }));
  const samples: LoadEvent[] = [];
  for (let second = 0; second < knobs.loadSeconds; second += 1) {
    const planned = knobs.planned(second);
    const sent = knobs.sent(second, planned);
    const outcomes = knobs.outcomes(second, sent);
    for (const index of shares) {
      const own = Object.fromEntries(
        Object.entries(outcomes).map(([key, value]) => [key, share(value ?? 0, index)]),
      ) as OutcomeCounts;
      const completed = Object.values(own).reduce((sum, value) => sum + (value ?? 0), 0);
      const total = totals[index]!;
      total.planned += share(planned, index);
      total.sent += share(sent, index);
      total.coldStarts += share(knobs.coldStarts(second, sent), index);
      for (const [key, value] of Object.entries(own) as [keyof OutcomeCounts, number][]) {
        total.outcomes[key] = (total.outcomes[key] ?? 0) + value;
      }
      samples.push({
        type: 'sample',
        worker: index + 1,
        second,
        startMs: T0 + second * 1_000,
        planned: share(planned, index),
        sent: share(sent, index),
        sentInOwnSecond: share(sent, index),
        notSent: {},
        outcomes: own,
        inFlight: share(knobs.inFlight(second, sent), index),
        backlog: 0,
        connections: 10,
        connectionLimitHits: share(knobs.connectionLimitHits(second), index),
        eventLoopUtilization: 0.3,
        lagMs: sketchLine(knobs.lagMs(second), share(sent, index)),
        latencyMs: sketchLine(knobs.latencyMs(second), completed, knobs.slowShare(second)),
        serviceTimeMs: sketchLine(knobs.serviceTimeMs(second), completed, knobs.slowShare(second)),
        coldStarts: share(knobs.coldStarts(second, sent), index),
      });
    }
  }
  for (const index of shares) {
    events.push({
      type: 'start',
      worker: index + 1,
      totalWorkers: knobs.workers,
      planStartMs: T0,
      planned: totals[index]!.planned,
      planDurationMs: knobs.loadSeconds * 1_000,
      maxConnections: 1_024,
      timeoutMs: 10_000,
    });
  }
  events.push(...samples);
  for (const index of shares) {
    const { planned, sent, outcomes, coldStarts } = totals[index]!;
    const left = planned - sent;
    events.push({
      type: 'end',
      worker: index + 1,
      atMs: T0 + knobs.loadSeconds * 1_000 + 500,
      planned,
      sent,
      notSent:
        left === 0 ? {} : { [knobs.connectionLimitNotSent ? 'connection-limit' : 'stopped']: left },
      outcomes,
      reason: 'completed',
      errors: knobs.errors,
      coldStarts,
    });
  }
  return events;
}

/** Many seconds look alike: their sketches are made once. */
const sketches = new Map<string, ReturnType<DurationSketch['toLine']>>();

/**
 * `n` values spread evenly from 10 % under to 10 % over the level; a share of them, spread as
 * evenly, five times as long.
 */
export function sketchLine(
  levelMs: number,
  n: number,
  slowShare = 0,
): ReturnType<DurationSketch['toLine']> {
  const key = `${levelMs}|${n}|${slowShare}`;
  const known = sketches.get(key);
  if (known !== undefined) return { ...known };
  const sketch = new DurationSketch();
  for (let index = 0; index < n; index += 1) {
    const slow = Math.floor((index + 1) * slowShare) > Math.floor(index * slowShare) ? 5 : 1;
    sketch.accept(slow * levelMs * (0.9 + (0.2 * index) / n));
  }
  const line = sketch.toLine();
  sketches.set(key, line);
  return { ...line };
}
