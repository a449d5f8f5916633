/** Workers of a made-up load: a ramp and a hold, with noise, and a few that stand out. Deterministic. */
import type { WorkerRecord, WorkersRecord } from '../../src/record/workers-record.ts';

const POINTS = 60;
const SECONDS_PER_POINT = 20;
const RPS = 1_250;

const rpsAt = (at: number): number => Math.round(RPS * Math.min(1, (at + 1) / 20));
const PLANNED = Array.from({ length: POINTS }, (_, at) => SECONDS_PER_POINT * rpsAt(at)).reduce(
  (sum, requests) => sum + requests,
);
const noise = (worker: number, at: number): number => Math.sin(worker * 12.9 + at * 78.2) ** 2;

interface Oddity {
  /** From which point on it is silent. */
  readonly silentFrom?: number;
  readonly lagMs?: number;
  readonly latencyFactor?: number;
  readonly failedShare?: number;
}

function workerRecord(worker: number, odd: Oddity = {}): WorkerRecord {
  const { silentFrom = POINTS, lagMs = 2, latencyFactor = 1, failedShare = 0 } = odd;
  const line = (value: (at: number) => number) =>
    Array.from({ length: POINTS }, (_, at) => (at < silentFrom ? value(at) : null));
  const sentRps = line(rpsAt);
  const sent = SECONDS_PER_POINT * sentRps.reduce<number>((sum, rps) => sum + (rps ?? 0), 0);
  const failed = Math.round(sent * failedShare);
  const middle = (at: number) => at > 25 && at < 40;
  return {
    worker,
    files: [`worker-${String(worker).padStart(4, '0')}.ndjson`],
    ...{ planned: PLANNED, sent, notSent: sent < PLANNED ? { stopped: PLANNED - sent } : {} },
    outcomes: { correct: sent - failed, ...(failed > 0 ? { throttled: failed } : {}) },
    ...{ startMs: Date.UTC(2026, 5, 1, 9, 30), startedLateMs: 12 },
    clock: { offsetMs: 3, errorMs: 40 },
    ...{ lagP99Ms: lagMs, latencyP99Ms: 140 * latencyFactor, eventLoopUtilization: 0.4 },
    series: {
      secondsPerPoint: SECONDS_PER_POINT,
      sentRps,
      lagP99Ms: line((at) => (middle(at) ? lagMs : 2) * (0.7 + 0.6 * noise(worker, at))),
      latencyP99Ms: line(
        (at) => latencyFactor * ((at < 24 ? 90 : 60) + at + 30 * noise(worker, at + 0.5)),
      ),
      failedShare: line((at) => (middle(at) ? failedShare : 0)),
    },
  };
}

/** Of `expected`: worker 3 left nothing, 7 was killed, 11 lags, 19 is slow, 23 is throttled, as far as there are so many. */
export function workersRecord(expected: number): WorkersRecord {
  const oddities: Readonly<Record<number, Oddity>> = {
    7: { silentFrom: 31 },
    11: { lagMs: 180 },
    19: { latencyFactor: 2.4 },
    23: { failedShare: 0.2 },
  };
  const numbers = Array.from({ length: expected }, (_, index) => index + 1);
  const problems: WorkersRecord['problems'] = [
    {
      worker: 3,
      kind: 'missing',
      message: `Worker 3 left no samples: there is no file of its own in this folder. Look at its log.`,
    },
    {
      worker: 7,
      kind: 'cut-off',
      message:
        'Worker 7 has no end line in worker-0007.ndjson: it was killed, or the file was cut off.',
    },
  ];
  return {
    schemaVersion: 1,
    distributionId: 'wine-2026-06-01',
    expected,
    problems: problems.filter(({ worker }) => worker! <= expected),
    workers: numbers
      .filter((worker) => worker !== 3)
      .map((worker) => workerRecord(worker, oddities[worker])),
  };
}
