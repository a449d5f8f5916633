/** The workers of a load side by side: the same lines of each on the same scales, the odd ones first. */
import {
  WORKER_PROBLEMS,
  type WorkerProblem,
  type WorkerRecord,
  type WorkerSeries,
  type WorkersRecord,
} from '../record/workers-record.ts';
import { median } from '../statistics/order-statistics.ts';

export const WORKER_MEASURES = ['sentRps', 'lagP99Ms', 'latencyP99Ms', 'failedShare'] as const;
export type WorkerMeasure = (typeof WORKER_MEASURES)[number];

/** A point for each stretch of the load; null where nothing is known. */
export type WorkerLine = readonly (number | null)[];

export interface WorkerMultiple {
  readonly worker: number;
  /** In the order of `WORKER_PROBLEMS`; empty without any. */
  readonly problems: readonly WorkerProblem[];
  readonly planned: number;
  readonly sent: number;
  /** Of the whole load. */
  readonly lagP99Ms: number | null;
  readonly latencyP99Ms: number | null;
  /** Of the requests that ended, those neither correct nor wrong, 0..1; null when none ended. */
  readonly failedShare: number | null;
  readonly lines: Readonly<Record<WorkerMeasure, WorkerLine>>;
}

export interface WorkerMultiples {
  readonly expected: number;
  /** Numbers of the workers that left no samples. */
  readonly missing: readonly number[];
  /** One sentence each. */
  readonly problems: readonly string[];
  /** Those with a problem first, then those farthest from the others. */
  readonly workers: readonly WorkerMultiple[];
  readonly secondsPerPoint: number;
  readonly loadSeconds: number;
  /** The highest value of any line, and never so low that noise fills the chart. */
  readonly scales: Readonly<Record<WorkerMeasure, number>>;
  /** Of all workers at each point. */
  readonly typical: Readonly<Record<WorkerMeasure, WorkerLine>>;
}

/** As many as a small chart has room for: hundreds of workers are drawn on one page. */
const MOST_POINTS = 36;
const LEAST_SCALE: Readonly<Record<WorkerMeasure, number>> = {
  sentRps: 1,
  lagP99Ms: 10,
  latencyP99Ms: 1,
  failedShare: 0.01,
};

export function workerMultiples({ expected, problems, workers }: WorkersRecord): WorkerMultiples {
  const spans = workers.map(({ series }) => series.secondsPerPoint);
  const loadSeconds = workers.reduce(
    (longest, { series }) => Math.max(longest, series.sentRps.length * series.secondsPerPoint),
    0,
  );
  const finest = spans.reduce((longest, seconds) => Math.max(longest, seconds), 1);
  const secondsPerPoint = finest * Math.max(1, Math.ceil(loadSeconds / finest / MOST_POINTS));
  const points = Math.ceil(loadSeconds / secondsPerPoint);
  const kinds = Map.groupBy(problems, ({ worker }) => worker);
  const seen = workers.map((one) => ({
    ...figuresOf(one),
    problems: WORKER_PROBLEMS.filter((kind) =>
      kinds.get(one.worker)?.some((problem) => problem.kind === kind),
    ),
    lines: byMeasure((measure) => shortened(one.series, measure, secondsPerPoint, points)),
  }));
  const scales = byMeasure((measure) => scaleOf(seen, measure));
  const typical = byMeasure((measure) =>
    Array.from({ length: points }, (_, at) =>
      medianOf(seen.map(({ lines }) => lines[measure][at])),
    ),
  );
  return {
    expected,
    missing: problems.flatMap(({ kind, worker }) =>
      kind === 'missing' && worker !== null ? [worker] : [],
    ),
    problems: problems.map(({ message }) => message),
    workers: oddFirst(seen, scales, typical),
    ...{ secondsPerPoint, loadSeconds, scales, typical },
  };
}

function byMeasure<T>(of: (measure: WorkerMeasure) => T): Record<WorkerMeasure, T> {
  return {
    sentRps: of('sentRps'),
    lagP99Ms: of('lagP99Ms'),
    latencyP99Ms: of('latencyP99Ms'),
    failedShare: of('failedShare'),
  };
}

function figuresOf({ worker, planned, sent, outcomes, lagP99Ms, latencyP99Ms }: WorkerRecord) {
  const { correct = 0, wrong = 0 } = outcomes;
  const ended = Object.values(outcomes).reduce((sum, times) => sum + times, 0);
  const failedShare = ended === 0 ? null : (ended - correct - wrong) / ended;
  return { worker, planned, sent, lagP99Ms, latencyP99Ms, failedShare };
}

/** Rates are averaged; of the others the worst is kept, so that a short spike stays visible. */
function shortened(
  series: WorkerSeries,
  measure: WorkerMeasure,
  secondsPerPoint: number,
  points: number,
): WorkerLine {
  const values = series[measure];
  return Array.from({ length: points }, (_, at) => {
    const from = Math.floor((at * secondsPerPoint) / series.secondsPerPoint);
    const to = Math.floor(((at + 1) * secondsPerPoint) / series.secondsPerPoint);
    const known = values.slice(from, to).filter((value) => value !== null);
    if (known.length === 0) return null;
    return measure === 'sentRps'
      ? known.reduce((sum, value) => sum + value, 0) / known.length
      : known.reduce((most, value) => Math.max(most, value));
  });
}

function scaleOf(
  workers: readonly Pick<WorkerMultiple, 'lines'>[],
  measure: WorkerMeasure,
): number {
  return workers
    .flatMap(({ lines }) => lines[measure])
    .reduce<number>((most, value) => Math.max(most, value ?? 0), LEAST_SCALE[measure]);
}

function medianOf(values: readonly (number | null | undefined)[]): number | null {
  const known = values.filter((value) => value != null);
  return known.length === 0 ? null : median(known);
}

function oddFirst(
  workers: readonly WorkerMultiple[],
  scales: WorkerMultiples['scales'],
  typical: WorkerMultiples['typical'],
): WorkerMultiple[] {
  const rank = ({ problems: [worst] }: WorkerMultiple) =>
    worst === undefined ? WORKER_PROBLEMS.length : WORKER_PROBLEMS.indexOf(worst);
  const oddness = new Map(workers.map((one) => [one, oddnessOf(one, scales, typical)]));
  return workers.toSorted(
    (a, b) => rank(a) - rank(b) || oddness.get(b)! - oddness.get(a)! || a.worker - b.worker,
  );
}

/** The largest distance of any line from the typical one, as a share of the chart's height. */
function oddnessOf(
  { lines }: WorkerMultiple,
  scales: WorkerMultiples['scales'],
  typical: WorkerMultiples['typical'],
): number {
  return WORKER_MEASURES.flatMap((measure) =>
    lines[measure].map((value, at) => {
      const usual = typical[measure][at];
      return value === null || usual == null ? 0 : Math.abs(value - usual) / scales[measure];
    }),
  ).reduce((most, distance) => Math.max(most, distance), 0);
}
