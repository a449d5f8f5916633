/** Spans of time of a run: of seconds of load, of datapoints, and between two moments. */

/** Local epoch ms; never empty, so that a chart can show it. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What happens at a moment is shown with the second after it. */
const SHORTEST_MS = 1_000;

export function spanBetween(fromMs: number, toMs: number): Span {
  return { fromMs, toMs: Math.max(toMs, fromMs + SHORTEST_MS) };
}

/** From the earliest start to the latest end; null without any. */
export function covering(spans: readonly Span[]): Span | null {
  const [first, ...others] = spans;
  if (first === undefined) return null;
  let { fromMs, toMs } = first;
  for (const span of others) {
    fromMs = Math.min(fromMs, span.fromMs);
    toMs = Math.max(toMs, span.toMs);
  }
  return { fromMs, toMs };
}

/** Of seconds of load; null without any. */
export function spanOfSeconds(seconds: readonly { readonly startMs: number }[]): Span | null {
  return covering(seconds.map(({ startMs }) => ({ fromMs: startMs, toMs: startMs + 1_000 })));
}

/** Of datapoints, each of which covers its period; null without any. */
export function spanOfPeriods(
  points: readonly { readonly startMs: number; readonly endMs: number }[],
): Span | null {
  return covering(points.map(({ startMs, endMs }) => spanBetween(startMs, endMs)));
}
