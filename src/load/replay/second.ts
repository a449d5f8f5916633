/** One second of a load while it is counted. */
import type { NotSentCounts, OutcomeCounts } from '../../record/load-events.ts';
import { DurationSketch } from '../../record/sketch.ts';

export interface Second {
  sent: number;
  sentInOwnSecond: number;
  notSent: NotSentCounts;
  outcomes: OutcomeCounts;
  connectionLimitHits: number;
  /** Absent until an answer tells whether it began cold. */
  coldStarts?: number;
  readonly lag: DurationSketch;
  readonly latency: DurationSketch;
  readonly serviceTime: DurationSketch;
}

export function newSecond(): Second {
  return {
    sent: 0,
    sentInOwnSecond: 0,
    notSent: {},
    outcomes: {},
    connectionLimitHits: 0,
    lag: new DurationSketch(),
    latency: new DurationSketch(),
    serviceTime: new DurationSketch(),
  };
}
