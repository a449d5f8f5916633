/** Defects of what measures: CloudWatch, the clocks, the generator. */
import { HEALTHY_PHASES, step } from './lab-scenario.ts';
import type { MatrixCase } from './matrix-case.ts';

export const MEASURING_CASES: readonly MatrixCase[] = [
  {
    defect: 'Late metrics',
    injected: 'datapoints are visible 300 s after their period, not 60 s',
    run: { scaleproof: { standIn: { publishDelaySeconds: 300 }, settle: { maxSeconds: 1_200 } } },
    problem: 'metrics-late',
    checks: {},
  },
  {
    defect: 'Missing metrics',
    injected: 'Invocations and ModelLatency are never published',
    run: {
      scaleproof: { standIn: { faults: { unpublishedMetrics: ['Invocations', 'ModelLatency'] } } },
    },
    problem: 'metrics-missing',
    checks: {},
  },
  {
    defect: 'Clock behind',
    injected: 'AWS is 90 s ahead of this clock',
    run: { scaleproof: { standIn: { faults: { clockSkewSeconds: 90 } } } },
    problem: 'clock-skewed',
    checks: {},
  },
  {
    defect: 'Clock ahead',
    injected: 'AWS is 90 s behind this clock',
    run: { scaleproof: { standIn: { faults: { clockSkewSeconds: -90 } } } },
    problem: 'clock-skewed',
    checks: {},
  },
  {
    defect: 'Generator overloaded',
    injected: 'the generator does nothing for 200 ms, every 4 s',
    run: { generatorPause: { everyMs: 4_000, lengthMs: 200 } },
    problem: 'generator-overloaded',
    checks: { 'generator-lag': 'inconclusive' },
  },
  {
    defect: 'Another endpoint watched',
    injected: 'the watched endpoint is idle, and another one answers',
    run: { answeredElsewhere: true },
    problem: 'counts-differ',
    checks: {
      'trigger-crossed': 'inconclusive',
      'scaled-out': 'inconclusive',
      'reached-rate': 'inconclusive',
      converged: 'inconclusive',
      'no-flapping': 'inconclusive',
    },
  },
  {
    defect: 'Units mixed up',
    injected: 'the generator writes latencies of a quarter of a second down as 0.25 ms',
    run: {
      latenciesInSeconds: true,
      scaleproof: { standIn: { instance: { concurrency: 16, serviceTimeMs: 250 } } },
    },
    problem: 'littles-law-violated',
    checks: {},
  },
  {
    defect: 'Datapoints lost at the trigger',
    injected: 'of four minutes around the trigger CloudWatch never publishes a datapoint',
    run: {
      scaleproof: { standIn: { faults: { lostDatapoints: { atSeconds: 150, seconds: 240 } } } },
    },
    problem: 'metrics-missing',
    checks: {},
  },
  {
    defect: 'No zeros',
    injected: 'a variant without requests publishes nothing, not zeros',
    run: {
      phases: [...HEALTHY_PHASES, step('pause', 50, 0)],
      scaleproof: { standIn: { zerosWhenIdle: false } },
    },
    problem: null,
    checks: {},
  },
  harmless('AWS throttles', 'half of all calls to AWS are answered "Rate exceeded"', {
    throttledShare: 0.5,
  }),
  harmless('AWS fails', 'a fifth of the calls get HTTP 500, a fifth half an answer', {
    failedShare: 0.2,
    malformedShare: 0.2,
  }),
  harmless('AWS hangs', 'a fifth of the calls are never answered', { hungShare: 0.2 }),
  harmless('Revised datapoints', 'a third of the datapoints are too low at first', {
    revisedShare: 0.3,
  }),
  harmless('Partial data', 'a third of the answers lack the newer datapoints; none is in order', {
    partialShare: 0.3,
    unordered: true,
  }),
];

/** Trouble in reading AWS that must change neither verdict nor findings. */
function harmless(defect: string, injected: string, apis: object): MatrixCase {
  const run = { scaleproof: { standIn: { faults: { apis } } } };
  return { defect, injected, run, problem: null, checks: {} };
}
