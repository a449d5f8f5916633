/** What AWS has since 2026, with and without defects: metrics by the second, pools, components, schedules and steps. */
import type { LabRun } from './lab-scenario.ts';
import type { MatrixCase } from './matrix-case.ts';

const NEVER_SCALED = { 'scaled-out': 'fail', 'reached-rate': 'fail', converged: 'fail' } as const;
const FIRST = 'ml.m5.xlarge';
const SECOND = 'ml.c5.xlarge';

type Changes = NonNullable<LabRun['scaleproof']>;
type StandIn = NonNullable<Changes['standIn']>;
type Component = NonNullable<NonNullable<StandIn['component']>>;

const standIn = (changes: StandIn): LabRun => ({ scaleproof: { standIn: changes } });

/** The healthy run of one component, two of whose copies fit on an instance. */
export function component(changes: Component = {}, others: StandIn = {}): LabRun {
  const defaults = { name: 'model', copiesPerInstance: 2, initialCopies: 1 };
  return {
    scaleproof: {
      watch: { inferenceComponent: 'model' },
      standIn: { ...others, component: { ...defaults, ...changes } },
    },
  };
}

const fromZero = (wakeUp: boolean): LabRun => ({
  ...component({ initialCopies: 0, minInstances: 0, wakeUp }, { policy: { minCapacity: 0 } }),
  expect: {
    scaledOut: { fromInstances: 0, atLeastInstances: 1, withinSeconds: 1_200 },
    errors: { maxShare: 0.01 },
  },
});

/** Tried in this order; of the first type, there is one instance, which is in service already. */
const pools = (available: number | undefined, waitSeconds = 0): LabRun =>
  standIn({
    pools: [
      { instanceType: FIRST, priority: 1, available: 1, waitSeconds },
      { instanceType: SECOND, priority: 2, ...(available === undefined ? {} : { available }) },
    ],
    poolTimeoutSeconds: 300,
  });

export const SINCE_2026_CASES: readonly MatrixCase[] = [
  {
    defect: 'Metrics every 10 s',
    injected: 'none: enhanced metrics, published every 10 s',
    run: standIn({ metrics: { enhanced: true, publishSeconds: 10 } }),
    problem: null,
    checks: {},
  },
  {
    defect: 'Metrics every 30 s',
    injected: 'none: enhanced metrics, published every 30 s',
    run: standIn({ metrics: { enhanced: true, publishSeconds: 30 } }),
    problem: null,
    checks: {},
  },
  {
    defect: 'A scheduled action',
    injected: 'it raises the minimum to three before the load asks for more than one',
    run: standIn({ scheduledActions: [{ name: 'morning', atSeconds: 200, minCapacity: 3 }] }),
    problem: null,
    checks: { 'scaled-out': 'inconclusive' },
    notes: [],
  },
  {
    defect: 'Two policies',
    injected: 'none: a step policy acts before the one with the target',
    run: standIn({
      stepPolicy: {
        name: 'steps',
        metric: 'InvocationsPerInstance',
        threshold: 700,
        datapoints: 1,
        adjustment: 2,
      },
    }),
    problem: null,
    checks: {},
    notes: [],
  },
  {
    defect: 'Instance pools',
    injected: 'none: the type that is tried first has capacity',
    run: standIn({
      pools: [
        { instanceType: FIRST, priority: 1 },
        { instanceType: SECOND, priority: 2 },
      ],
    }),
    problem: null,
    checks: {},
  },
  {
    defect: 'The first pool is exhausted',
    injected: 'the type that is tried first has no capacity; the second comes in its place',
    run: pools(undefined),
    problem: 'fell-back-to-another-type',
    checks: {},
  },
  {
    defect: 'The first pool is exhausted',
    injected: 'the type that is tried first has no capacity; the second comes after 300 s more',
    run: pools(undefined, 300),
    problem: 'fell-back-to-another-type',
    checks: {},
    notes: [],
  },
  {
    defect: 'Every pool is exhausted',
    injected: 'neither of two types has capacity',
    run: pools(0),
    problem: 'waited-for-capacity',
    checks: NEVER_SCALED,
    notes: [],
  },
  {
    defect: 'SageMaker’s own scaling time',
    injected: 'none: detailed observability is on, and its scaling times are read',
    run: {
      scaleproof: {
        watch: { scalingReports: true },
        standIn: { metrics: { detailedObservability: true } },
      },
    },
    problem: null,
    checks: {},
    notes: ['detection-could-be-faster', 'aws-scaling-time'],
  },
  {
    defect: 'An inference component',
    injected: 'none: its copies scale, and instances follow them',
    run: component(),
    problem: null,
    checks: {},
  },
  {
    defect: 'A rolling update',
    injected:
      'none: a new version of the component replaces its copies, one more in service meanwhile',
    run: component({ updateAtSeconds: 1_100 }),
    problem: null,
    checks: {},
  },
  {
    defect: 'A component at zero',
    injected: 'the load begins without a copy; a step policy wakes the component up',
    run: fromZero(true),
    problem: 'nothing-in-service',
    checks: { errors: 'fail' },
  },
  {
    defect: 'No way back from zero',
    injected: 'the load begins without a copy, and the only policy has a target for each copy',
    run: fromZero(false),
    problem: 'nothing-in-service',
    checks: { 'trigger-crossed': 'inconclusive', 'scaled-out': 'inconclusive', errors: 'fail' },
  },
  {
    defect: 'No instance for the copies',
    injected: 'ManagedInstanceScaling allows one instance, on which one copy fits',
    run: component({ copiesPerInstance: 1, maxInstances: 1 }),
    problem: 'copies-waited-for-instances',
    checks: NEVER_SCALED,
    notes: [],
  },
  {
    defect: 'Too few instances for the copies',
    injected: 'ManagedInstanceScaling allows two instances, on each of which one copy fits',
    run: component({ copiesPerInstance: 1, maxInstances: 2 }),
    problem: 'copies-waited-for-instances',
    checks: { converged: 'fail' },
    notes: [],
  },
];
