/** The figures of each second, under the names that spreadsheets and OpenTelemetry know them by. */
import type { RunSecond } from '../analysis/run-seconds.ts';
import { OUTCOMES, type Outcome } from '../systems/outcome.ts';

export interface SecondFigure {
  /** The column of a CSV file, with its unit. */
  readonly column: string;
  readonly read: (second: RunSecond) => number | null;
  readonly metric: {
    readonly name: string;
    /** UCUM, as OpenTelemetry asks for. */
    readonly unit: string;
    readonly help: string;
    readonly labels?: Readonly<Record<string, string>>;
    /** Of one unit of the column. */
    readonly factor?: number;
  };
}

type LoadFigure = Exclude<
  keyof NonNullable<RunSecond['load']>,
  'notSent' | 'outcomes' | 'outcomesByDue'
>;

const ofLoad = (key: LoadFigure) => (second: RunSecond) => second.load?.[key] ?? null;

const REQUESTS = {
  name: 'scaleproof.load.requests',
  unit: '{request}/s',
  help: 'Requests a second, by what became of them.',
} as const;
const LATENCY = {
  name: 'scaleproof.load.latency',
  unit: 's',
  help: 'Latency from the intended send time.',
  factor: 0.001,
} as const;
const INSTANCES = {
  name: 'scaleproof.endpoint.instances',
  unit: '{instance}',
  help: 'Instances of the variant.',
} as const;
const COPIES = {
  name: 'scaleproof.endpoint.copies',
  unit: '{copy}',
  help: 'Copies of the inference component.',
} as const;
const MODEL_LATENCY = {
  name: 'scaleproof.endpoint.model_latency',
  unit: 's',
  help: 'ModelLatency in CloudWatch.',
  factor: 0.001,
} as const;

export const SECOND_FIGURES: readonly SecondFigure[] = [
  requests('planned', ofLoad('planned')),
  requests('sent', ofLoad('sent')),
  requests('not-sent', ({ load }) => load && sum(load.notSent)),
  requests('completed', ofLoad('completed')),
  ...OUTCOMES.map(outcome),
  figure('in_flight_requests', ofLoad('inFlight'), {
    name: 'scaleproof.load.in_flight',
    unit: '{request}',
    help: 'Requests without a response yet.',
  }),
  figure('backlog_requests', ofLoad('backlog'), {
    name: 'scaleproof.load.backlog',
    unit: '{request}',
    help: 'Requests that were due and not sent yet.',
  }),
  figure('latency_p50_ms', ofLoad('latencyP50Ms'), { ...LATENCY, labels: { quantile: '0.5' } }),
  figure('latency_p95_ms', ofLoad('latencyP95Ms'), { ...LATENCY, labels: { quantile: '0.95' } }),
  figure('latency_p99_ms', ofLoad('latencyP99Ms'), { ...LATENCY, labels: { quantile: '0.99' } }),
  figure('lag_p99_ms', ofLoad('lagP99Ms'), {
    name: 'scaleproof.load.send_lag',
    unit: 's',
    help: 'Actual minus intended send time.',
    labels: { quantile: '0.99' },
    factor: 0.001,
  }),
  figure('instances_in_service', ({ instances }) => instances?.current ?? null, {
    ...INSTANCES,
    labels: { state: 'in-service' },
  }),
  figure('instances_desired', ({ instances }) => instances?.desired ?? null, {
    ...INSTANCES,
    labels: { state: 'desired' },
  }),
  figure('copies_in_service', ({ copies }) => copies?.current ?? null, {
    ...COPIES,
    labels: { state: 'in-service' },
  }),
  figure('copies_desired', ({ copies }) => copies?.desired ?? null, {
    ...COPIES,
    labels: { state: 'desired' },
  }),
  figure('model_latency_average_ms', (second) => second.modelLatencyAverageMs, {
    ...MODEL_LATENCY,
    labels: { stat: 'average' },
  }),
  figure('model_latency_maximum_ms', (second) => second.modelLatencyMaximumMs, {
    ...MODEL_LATENCY,
    labels: { stat: 'maximum' },
  }),
  figure('overhead_latency_average_ms', (second) => second.overheadLatencyAverageMs, {
    name: 'scaleproof.endpoint.overhead_latency',
    unit: 's',
    help: 'OverheadLatency in CloudWatch.',
    labels: { stat: 'average' },
    factor: 0.001,
  }),
  figure('concurrent_requests_per_model', (second) => second.concurrentRequestsPerModel, {
    name: 'scaleproof.endpoint.concurrent_requests_per_model',
    unit: '{request}',
    help: 'ConcurrentRequestsPerModel in CloudWatch, its maximum.',
  }),
  figure('cpu_utilization_percent', (second) => second.cpuPercent, {
    name: 'scaleproof.endpoint.cpu_utilization',
    unit: '1',
    help: 'CPUUtilization in CloudWatch; 1 is one whole CPU.',
    factor: 0.01,
  }),
  figure('function_concurrent_executions', (second) => second.functionConcurrency, {
    name: 'scaleproof.function.concurrent_executions',
    unit: '{execution}',
    help: 'ConcurrentExecutions of the Lambda function, its maximum.',
  }),
];

function figure(
  column: string,
  read: SecondFigure['read'],
  metric: SecondFigure['metric'],
): SecondFigure {
  return { column, read, metric };
}

function requests(state: string, read: SecondFigure['read']): SecondFigure {
  const column = `${state.replace('-', '_')}_requests`;
  return figure(column, read, { ...REQUESTS, labels: { state } });
}

/** Zero where the second has samples and none ended so. */
function outcome(name: Outcome): SecondFigure {
  return figure(
    `${name.replace('-', '_')}_requests`,
    ({ load }) => load && (load.outcomes[name] ?? 0),
    {
      name: 'scaleproof.load.outcomes',
      unit: '{request}/s',
      help: 'Requests that completed in the second, by outcome.',
      labels: { outcome: name },
    },
  );
}

function sum(counts: Partial<Record<string, number | undefined>>): number {
  return Object.values(counts).reduce<number>((total, count) => total + (count ?? 0), 0);
}
