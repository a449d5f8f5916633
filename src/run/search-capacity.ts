/** Sends load after load until the capacity is found: the search's decisions, carried out. */

import { loadSeconds } from '../analysis/load-seconds.ts';
import { bracketOf } from '../capacity/bracket.ts';
import type { JudgedStep } from '../capacity/judge-step.ts';
import { judgeLoad, judgmentOf } from '../capacity/judge-steps.ts';
import { loadSoFar } from '../capacity/load-watch.ts';
import { fallingLoad, nextLoad } from '../capacity/search.ts';
import type { AwsEvent } from '../record/aws-events.ts';
import type {
  CapacityBegun,
  CapacityEvent,
  CapacityLoad,
  CapacityLoadEnd,
  StepOrder,
} from '../record/capacity-events.ts';
import type { LoadEvent } from '../record/load-events.ts';
import type { Manifest } from '../record/manifest.ts';

/** What the search needs of the world. */
export interface CapacityBench {
  readonly now: () => number;
  /** What AWS has said so far. */
  readonly aws: () => readonly AwsEvent[];
  /** Writes a line of steps.ndjson. */
  readonly write: (event: CapacityEvent) => void;
  /**
   * Sends one load.
   * @param isEnough asked when samples have come, with all of this load so far; true ends it
   */
  readonly send: (
    load: CapacityLoad,
    isEnough: (events: readonly LoadEvent[]) => boolean,
  ) => Promise<SentLoad>;
  readonly pause: (ms: number) => Promise<void>;
  readonly onLoad: (load: CapacityLoad) => void;
  readonly onStep: (step: JudgedStep) => void;
}

export interface SentLoad {
  readonly end: Pick<CapacityLoadEnd, 'how' | 'message'>;
  readonly events: readonly LoadEvent[];
}

/** @returns how the last load ended */
export async function searchCapacity(
  begun: CapacityBegun,
  manifest: Manifest,
  bench: CapacityBench,
): Promise<SentLoad['end']> {
  const steps: JudgedStep[] = [];
  let number = 0;
  let drainMs = 0;
  const judgment = () => judgmentOf({ begun, manifest, aws: bench.aws() });
  const send = async (orders: readonly StepOrder[]) => {
    number += 1;
    const load: CapacityLoad = { type: 'load', number, atMs: bench.now(), steps: [...orders] };
    await bench.pause(drainMs);
    bench.write(load);
    bench.onLoad(load);
    let told = 0;
    const { end, events } = await bench.send(load, (soFar) => {
      const { steps: over, enough } = loadSoFar(load, soFar, judgment());
      for (; told < over.length; told += 1) bench.onStep(over[told]!);
      return enough;
    });
    bench.write({ type: 'load-end', number, atMs: bench.now(), ...end });
    const judged = judgeLoad({ order: load, events }, judgment());
    for (; told < judged.length; told += 1) bench.onStep(judged[told]!);
    steps.push(...judged);
    drainMs = drainingMs(judged.at(-1), events);
    // An engine that sent nothing would be started again and again.
    if (judged.length === 0 && isOrderly(end)) {
      return { how: 'failed', message: 'The load engine sent nothing; see engine.log.' } as const;
    }
    return end;
  };

  let next = nextLoad(begun, steps);
  while (next.kind === 'load') {
    const end = await send(next.steps);
    if (!isOrderly(end)) return end;
    next = nextLoad(begun, steps);
  }
  const { low, high } = bracketOf(steps);
  if (next.why === 'found' || next.why === 'exhausted') {
    if (low !== null && high !== null) return send(fallingLoad(begun, { low, high }));
  }
  return { how: 'completed', message: 'The search is over.' };
}

/** Half as long again as the queue needs, and no longer than callers would have waited anyway. */
const DRAIN = { times: 1.5, mostMs: 60_000 };

/** How long the queue that a load leaves behind takes to drain: the next step must not find it. */
function drainingMs(last: JudgedStep | undefined, events: readonly LoadEvent[]): number {
  const newest = loadSeconds(events).at(-1);
  if (last === undefined || newest === undefined || last.outcome === 'met') return 0;
  const seconds = (newest.inFlight ?? 0) / Math.max(1, last.answeredRps);
  return Math.min(DRAIN.mostMs, DRAIN.times * seconds * 1_000);
}

function isOrderly({ how }: SentLoad['end']): boolean {
  return how === 'completed' || how === 'enough';
}
