/** An environment in which minutes take seconds: everything that AWS times, divided once. */

/** As Artillery reads it. */
export interface WrittenPhase {
  readonly name: string;
  readonly pause?: number;
  readonly duration?: number;
  readonly arrivalRate?: number;
  readonly rampTo?: number;
}

export const QUICK_COMPRESSION = 12;

/** Keys of expectations and settling that hold seconds. */
const SECONDS = /Seconds$/;

/** What a request takes stays as it is, so a backlog takes as long to work off as before. */
export function shortened(long: {
  readonly phases: readonly WrittenPhase[];
  readonly expect: object;
  readonly settle: object;
}) {
  return {
    phases: long.phases.map(shorterPhase),
    scaleproof: {
      watch: { pollSeconds: 0.5, metricPollSeconds: 1 },
      expect: dividedIn(long.expect),
      settle: dividedIn({ maxSeconds: 360, ...long.settle }),
      standIn: { timeCompression: QUICK_COMPRESSION },
    },
  };
}

function shorterPhase(phase: WrittenPhase): WrittenPhase {
  const { pause, duration } = phase;
  return pause === undefined
    ? { ...phase, duration: divided(duration ?? 0) }
    : { ...phase, pause: divided(pause) };
}

/** Only what changes: the environment is merged over the rest. */
function dividedIn(section: object): object {
  const changed: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(section)) {
    if (typeof value === 'number' && SECONDS.test(key)) changed[key] = divided(value);
    if (typeof value !== 'object' || value === null) continue;
    const inner = dividedIn(value);
    if (Object.keys(inner).length > 0) changed[key] = inner;
  }
  return changed;
}

function divided(seconds: number): number {
  return Math.ceil((10 * seconds) / QUICK_COMPRESSION) / 10;
}
