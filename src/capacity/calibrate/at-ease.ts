/** How long an instance takes for a request that need not wait: callers' service time at the lowest load. */
import { sketchOver } from '../../analysis/load-seconds.ts';
import type { DurationSketch } from '../../record/sketch.ts';
import { type Evidence, failures, type SettledSecond } from './evidence.ts';

export interface AtEase {
  readonly sketch: DurationSketch;
  readonly meanMs: number;
  /** Mean of the requests in flight at each instance. */
  readonly inFlightEach: number;
}

const REQUESTS = { least: 200, enough: 400, most: 2_000 };
/** With so few in flight per slot, hardly any request finds all of them taken, even of one. */
const HARDLY_ANY = 0.3;
/** Connections are opened. */
const FIRST_SECONDS = 2;
/** A second this much slower than the fastest works off what came before. */
const CATCHING_UP = 2;

/**
 * Chosen by what was sent, never by how long it took, which would pick the lucky seconds.
 *
 * @param slots of each instance, as far as they are known: at least one
 * @returns null where too few requests were answered.
 */
export function atEase({ settled }: Pick<Evidence, 'settled'>, slots = 1): AtEase | null {
  const usable = settled.filter(
    ({ second }) =>
      second.second >= FIRST_SECONDS &&
      // After a load only its slowest requests are left.
      second.sent > 0 &&
      second.serviceTimeMs.count > 0 &&
      failures(second) === 0,
  );
  const fastest = Math.min(
    ...usable.flatMap(({ second: { serviceTimeMs } }) =>
      serviceTimeMs.count >= 5 ? [serviceTimeMs.quantile(0.5) ?? Number.POSITIVE_INFINITY] : [],
    ),
  );
  const calm = usable
    .filter(({ second }) => (second.serviceTimeMs.quantile(0.5) ?? 0) <= CATCHING_UP * fastest)
    .toSorted((left, right) => sentEach(left) - sentEach(right));
  const taken: SettledSecond[] = [];
  let requests = 0;
  let sum = 0;
  for (const one of calm) {
    const inFlight = requests === 0 ? 0 : (sentEach(one) * sum) / requests / 1_000;
    const isEnough = requests >= REQUESTS.enough && inFlight > HARDLY_ANY * slots;
    if (isEnough || requests >= REQUESTS.most) break;
    taken.push(one);
    requests += one.second.serviceTimeMs.count;
    sum += one.second.serviceTimeMs.sum;
  }
  if (requests < REQUESTS.least) return null;
  const sketch = sketchOver(
    taken.map(({ second }) => second),
    'serviceTimeMs',
  );
  const meanMs = sum / requests;
  const sent = taken.reduce((all, one) => all + sentEach(one), 0) / taken.length;
  return { sketch, meanMs, inFlightEach: (sent * meanMs) / 1_000 };
}

function sentEach({ second, instances }: SettledSecond): number {
  return second.sent / instances;
}
