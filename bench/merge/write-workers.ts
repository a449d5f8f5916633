/**
 * Writes the samples of many workers: every file its own, with sketches of as many values as requests are sent in a
 * second, and answers at the engine's own pace. Deterministic.
 *
 * Drawing 900 million values would take an hour, and deflating two million sketches two minutes. So sketches are
 * drawn once, a thousand of each kind, and every second of every worker takes one of them.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { randomLcg, randomLogNormal } from 'd3-random';
import { buildShare } from '../../src/load/plan.ts';
import type { Distribution } from '../../src/record/distribution.ts';
import type { SketchLine } from '../../src/record/load-events.ts';
import { DurationSketch } from '../../src/record/sketch.ts';

const SKETCHES = 1_000;
/** Of the wine dataset. */
const ROWS = 178;
/** An engine's pace with as few rows. */
const ANSWER_SECONDS = 5;

export interface Written {
  readonly bytes: number;
  readonly requests: number;
}

export function writeWorker(
  folder: string,
  { id, phases, workers, startAtMs, systemId }: Distribution,
  worker: number,
  drawn: Drawn,
): Written {
  const share = buildShare(phases, worker, workers);
  const seconds = Math.round(share.durationMs / 1_000);
  const random = randomLcg(worker / (workers + 1));
  const file = openSync(join(folder, `worker-${String(worker).padStart(4, '0')}.ndjson`), 'w');
  let [bytes, sent] = [0, 0];
  let buffered: string[] = [];
  const flush = () => {
    bytes += writeSync(file, buffered.join(''));
    buffered = [];
  };
  const write = (event: object) => {
    buffered.push(`${JSON.stringify(event)}\n`);
    if (buffered.length >= 200) flush();
  };
  const startMs = startAtMs!;
  write({
    type: 'start',
    worker,
    totalWorkers: workers,
    system: systemId,
    planStartMs: startMs,
    planned: share.count,
    planDurationMs: share.durationMs,
    maxConnections: 8_192,
    timeoutMs: 10_000,
    distribution: { id, startAtMs },
  });
  let answered = { correct: 0, wrong: 0, since: 0 };
  const outcomes = { correct: 0, wrong: 0 };
  for (let second = 0; second < seconds; second += 1) {
    const planned = share.dueBefore(second * 1_000 + 1_000) - share.dueBefore(second * 1_000);
    const wrong = Math.floor((0.02 + 0.02 * random()) * planned);
    sent += planned;
    outcomes.wrong += wrong;
    outcomes.correct += planned - wrong;
    const pick = (of: readonly SketchLine[]) => of[Math.floor(random() * of.length)]!;
    write({
      type: 'sample',
      worker,
      second,
      startMs: startMs + second * 1_000,
      planned,
      sent: planned,
      sentInOwnSecond: planned - 1,
      notSent: {},
      outcomes: { correct: planned - wrong, wrong },
      statuses: { 200: planned },
      inFlight: Math.round(20 + 10 * random()),
      backlog: 0,
      connections: 60,
      connectionLimitHits: 0,
      eventLoopUtilization: Math.round(1e4 * (0.2 + 0.1 * random())) / 1e4,
      lagMs: pick(drawn.lagMs),
      latencyMs: pick(drawn.latencyMs),
      serviceTimeMs: pick(drawn.latencyMs),
    });
    answered.correct += planned - wrong;
    answered.wrong += wrong;
    const { since } = answered;
    if (second + 1 - since === ANSWER_SECONDS || second === seconds - 1) {
      write({
        type: 'answers',
        worker,
        second: since,
        seconds: second + 1 - since,
        startMs: startMs + since * 1_000,
        groups: [
          groupOf('correct', answered.correct, second - since),
          groupOf('wrong', answered.wrong, second - since),
        ],
        leftOut: 0,
      });
      answered = { correct: 0, wrong: 0, since: second + 1 };
    }
  }
  write({
    type: 'end',
    worker,
    atMs: startMs + share.durationMs,
    planned: share.count,
    sent,
    notSent: {},
    outcomes,
    reason: 'completed',
    errors: {},
    clock: { offsetMs: Math.round(60 * (random() - 0.5)), errorMs: 15 },
  });
  flush();
  closeSync(file);
  return { bytes, requests: sent };
}

/** Of every 33rd row the answer is always wrong. */
function groupOf(outcome: 'correct' | 'wrong', count: number, last: number) {
  const rows = Array.from({ length: ROWS }, (_, index) => index + 1).filter(
    (row) => (row % 33 === 0) === (outcome === 'wrong'),
  );
  return {
    predicted: outcome === 'wrong' ? '1' : '0',
    outcome,
    ...(outcome === 'wrong' && { expected: '0' }),
    rows,
    counts: rows.map((_, index) => Math.floor((count + index) / rows.length)),
    first: rows.map(() => 0),
    last: rows.map(() => last),
  };
}

export interface Drawn {
  readonly lagMs: readonly SketchLine[];
  readonly latencyMs: readonly SketchLine[];
}

/** @param count values in each */
export function draw(count: number): Drawn {
  const random = randomLcg(0.5);
  const lag = randomLogNormal.source(random)(Math.log(0.4), 0.7);
  const latency = randomLogNormal.source(random)(Math.log(30), 0.4);
  const many = (value: () => number) =>
    Array.from({ length: SKETCHES }, () => {
      const sketch = new DurationSketch();
      for (let index = 0; index < count; index += 1) sketch.accept(value());
      return sketch.toLine();
    });
  return { lagMs: many(lag), latencyMs: many(latency) };
}
