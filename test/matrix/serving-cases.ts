/** Defects on the way of a request: function, API, endpoint, model. */
import type { MatrixCase } from './matrix-case.ts';

const NOT_ANSWERED = { errors: 'fail', 'reached-rate': 'fail' } as const;

export const SERVING_CASES: readonly MatrixCase[] = [
  {
    defect: 'Errors while updating',
    injected: 'while the endpoint is Updating, 30 % of requests get HTTP 503',
    run: { scaleproof: { standIn: { faults: { errorsWhileUpdating: 0.3 } } } },
    problem: 'errors-while-updating',
    checks: { errors: 'fail' },
  },
  {
    defect: 'A stall',
    injected: 'no request is completed for 8 s, 900 s after the start',
    run: { scaleproof: { standIn: { faults: { stall: { atSeconds: 900, seconds: 8 } } } } },
    problem: 'target-stalled',
    checks: {},
  },
  {
    defect: 'Latency that never recovers',
    injected: 'one instance is overloaded; those that come are slow for an hour',
    run: {
      scaleproof: {
        standIn: { instance: { serviceTimeMs: 67, warmUpSeconds: 3_600, warmUpFactor: 2.8 } },
      },
    },
    problem: 'latency-not-recovered',
    checks: { latency: 'fail' },
  },
  {
    defect: 'A cache before the API',
    injected: 'every tenth request is answered without reaching the API',
    run: { answersFromCache: 10 },
    problem: 'counts-differ',
    checks: {},
  },
  {
    defect: 'Throttled Lambda',
    injected: 'the function may run twice at once',
    run: { scaleproof: { standIn: { lambda: { reservedConcurrency: 2 } } } },
    problem: 'function-throttled',
    checks: NOT_ANSWERED,
  },
  {
    defect: 'Throttled API Gateway',
    injected: 'the stage lets 25 requests/s through',
    run: { scaleproof: { standIn: { apiGateway: { rateRps: 25, burst: 25 } } } },
    problem: 'gateway-throttled',
    checks: NOT_ANSWERED,
  },
  {
    defect: 'Serverless at its MaxConcurrency',
    injected: 'a serverless endpoint with a MaxConcurrency of 2',
    run: {
      scaleproof: { standIn: { serverless: { maxConcurrency: 2, coldStartMs: 500 } } },
      expect: {
        throttles: {},
        latency: { maxMs: 1_500, over: 'run' },
        accuracy: { minShare: 0.97 },
      },
    },
    problem: 'endpoint-throttled',
    checks: { errors: 'fail', throttles: 'fail' },
  },
  {
    defect: 'Provisioned too little',
    injected: 'one environment of the function is provisioned; more are needed at times',
    run: {
      scaleproof: {
        standIn: { lambda: { reservedConcurrency: 20, provisionedConcurrency: 1 } },
        watch: { functionName: 'iris:1' },
      },
    },
    problem: null,
    checks: {},
    notes: ['spilled-over', 'detection-could-be-faster'],
  },
  {
    defect: 'Wrong labels',
    injected: 'classes 1 and 2 of the model change places',
    run: { scaleproof: { standIn: { faults: { swapLabels: true } } } },
    problem: 'wrong-predictions',
    checks: { accuracy: 'fail' },
  },
];
