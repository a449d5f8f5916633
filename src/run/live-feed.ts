/** Reports a run's progress once a second. */
import { buildTimeline } from '../analysis/build-timeline.ts';
import type { RunFollower } from '../record/follow.ts';
import type { LoadEvent } from '../record/load-events.ts';
import type { Manifest } from '../record/manifest.ts';
import type { LiveAttempt, LiveStep, LiveView } from '../report/live-view.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';

/** Progress of a run: a step that started, or the live view of the load. */
export type Progress =
  | {
      readonly kind: 'step';
      readonly step: LiveStep;
      readonly message: string;
      readonly attempt?: LiveAttempt;
    }
  | { readonly kind: 'view'; readonly view: LiveView };

const INTERVAL_MS = 1_000;

export interface LiveFeed {
  /** Call when the load is over; the run then waits for final datapoints. */
  settling(): void;
  stop(): void;
}

export function startLiveFeed(
  follower: RunFollower,
  loadFrom: Manifest['loadFrom'],
  { phases, settle }: ResolvedScenario,
  onProgress: (progress: Progress) => void,
): LiveFeed {
  const planSeconds = phases.reduce((sum, phase) => sum + phase.durationSeconds, 0);
  const startedMs = Date.now();
  let settlingSinceMs: number | null = null;
  const timer = setInterval(() => {
    const { record, earlierOutcomes } = follower.read();
    const timeline = { ...buildTimeline(record), earlierOutcomes };
    if (settlingSinceMs !== null) {
      const elapsedSeconds = secondsSince(settlingSinceMs);
      const view = { step: 'settling', elapsedSeconds, totalSeconds: settle.maxSeconds } as const;
      onProgress({ kind: 'view', view: { ...view, timeline } });
      return;
    }
    if (loadFrom !== 'engine') {
      const elapsedSeconds = secondsSince(startedMs);
      const view = { step: 'watching', elapsedSeconds, totalSeconds: null } as const;
      onProgress({ kind: 'view', view: { ...view, timeline } });
      return;
    }
    const startMs = planStartMs(record.load);
    onProgress({
      kind: 'view',
      view: {
        step: 'load',
        elapsedSeconds: startMs === null ? 0 : secondsSince(startMs),
        totalSeconds: planSeconds,
        timeline,
        ...(startMs === null ? { message: 'The engine is starting' } : {}),
      },
    });
  }, INTERVAL_MS);
  return {
    settling() {
      settlingSinceMs = Date.now();
      const message = 'The load is over; waiting for the last datapoints to become final';
      onProgress({ kind: 'step', step: 'settling', message });
    },
    stop: () => clearInterval(timer),
  };
}

/** The plan's time zero; null until the first worker has started. */
function planStartMs(load: readonly LoadEvent[]): number | null {
  const start = load.find((event) => event.type === 'start');
  return start?.planStartMs ?? null;
}

function secondsSince(sinceMs: number): number {
  return (Date.now() - sinceMs) / 1_000;
}
