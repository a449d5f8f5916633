/** Picks the lines of a run's files that a finding cites as evidence. */
import type { Analysis } from '../../analysis/analyse.ts';
import { toLocalMs } from '../../analysis/clock-offset.ts';
import type { LoadSecond } from '../../analysis/load-seconds.ts';
import type { MetricPoint } from '../../analysis/timeline.ts';
import type { AwsEvent, MetricService } from '../../record/aws-events.ts';
import { lineOf } from '../../record/line-numbers.ts';
import type { LoadEvent } from '../../record/load-events.ts';
import type { Finding } from '../verdict.ts';

/** A few are enough: a reader looks at one or two. */
const MOST_LINES = 5;
const LOAD_TYPES: ReadonlySet<string> = new Set(['start', 'sample', 'answers', 'failure', 'end']);

/** Line numbers by file, ascending; events that were not read from a file have none. */
export function linesOf(events: readonly (AwsEvent | LoadEvent)[]): Finding['evidence'] {
  const byFile = { 'aws.ndjson': new Set<number>(), 'load.ndjson': new Set<number>() };
  for (const event of events) {
    const line = lineOf(event);
    if (line === undefined) continue;
    byFile[LOAD_TYPES.has(event.type) ? 'load.ndjson' : 'aws.ndjson'].add(line);
  }
  return (['aws.ndjson', 'load.ndjson'] as const)
    .filter((file) => byFile[file].size > 0)
    .map((file) => ({
      file,
      lines: [...byFile[file]].sort((left, right) => left - right).slice(0, MOST_LINES),
    }));
}

/** The samples of those seconds. */
export function samplesOf(
  { record }: Analysis,
  seconds: readonly Pick<LoadSecond, 'second'>[],
): LoadEvent[] {
  const wanted = new Set(seconds.map((second) => second.second));
  return record.load.filter((event) => event.type === 'sample' && wanted.has(event.second));
}

/** The datapoints of a metric at those points, in any revision. */
export function datapointsOf(
  { evidence }: Analysis,
  service: MetricService,
  metric: string,
  points: readonly MetricPoint[],
): AwsEvent[] {
  const wanted = new Set(points.map((point) => point.startMs));
  return evidence.aws.filter(
    (event) =>
      event.type === 'datapoint' &&
      event.service === service &&
      event.metric === metric &&
      wanted.has(toLocalMs(evidence.clock, event.timestampMs)),
  );
}
