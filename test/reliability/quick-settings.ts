/** Settings that make a whole run, scale-out included, as short as it can be. */

/** An AWS minute lasts one second. */
export const TIME_COMPRESSION = 60;

/** Requests a second of every load here: little, so that three runs fit on two cores. */
const RPS = 60;

/**
 * The stand-in: 24 requests a second and instance, which come into service after 2 s. Three carry the
 * load with a fifth to spare, or its seconds, uneven on a busy machine, would cross the target again.
 */
export const STAND_IN = {
  timeCompression: TIME_COMPRESSION,
  policy: { minCapacity: 1, maxCapacity: 4, targetPerMinute: 1_440 },
  instance: { provisioningSeconds: 120 },
} as const;

/** A ramp and a hold of so many seconds. */
export function holdFor(seconds: number): string {
  return `phases=[{ duration: 2, arrivalRate: 10, rampTo: ${RPS} }, { duration: ${seconds}, arrivalRate: ${RPS} }]`;
}

/** Longer than any test looks at: something else ends such a load. */
export const ENDLESS = holdFor(90);

const CALLERS = {
  errors: { maxShare: 0.01 },
  accuracy: { minShare: 0.95 },
  // Other work on the machine must not decide these tests: what they ask is not how fast it is.
  generatorLag: { p99Ms: 2_000 },
};

/** Expects right answers, and nothing about scaling. */
export const ANSWERS_ALONE = expecting(CALLERS);

/** `--set` arguments of every run; later ones win. */
export const QUICK: readonly string[] = [
  holdFor(12),
  expecting({
    ...CALLERS,
    scaledOut: { fromInstances: 1, atLeastInstances: 2, withinSeconds: 30 },
    reachedRate: { rps: RPS, holdSeconds: 3, minInstances: 2 },
    // As long as an answer may take at all.
    latency: { percentile: 90, maxMs: 10_000 },
    converged: {},
  }),
  `scaleproof.standIn=${JSON.stringify(STAND_IN)}`,
  // Each poll costs CPU time that runs beside this one need, too.
  'scaleproof.watch.pollSeconds=0.4',
  'scaleproof.watch.metricPollSeconds=0.6',
  'scaleproof.settle.maxSeconds=60',
  // Longer than the five seconds without an answer after which a target counts as lost.
  'scaleproof.abort.forSeconds=7',
];

function expecting(expectations: object): string {
  return `scaleproof.expect=${JSON.stringify(expectations)}`;
}
