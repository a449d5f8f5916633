/** The instance count over a run in words. A serverless endpoint has no instances, so no row. */
import { count } from '../format/numbers.js';
import type { Verdict } from '../verdict/verdict.ts';

type Instances = Verdict['instances'];

/** False for a serverless endpoint, and when no poll returned a count. */
export function hasInstances({ first, peak, last }: Instances): boolean {
  return first !== null || peak !== null || last !== null;
}

/** One table row, or none without instances. */
export function instanceRows(instances: Instances, name: string): (readonly [string, string])[] {
  if (!hasInstances(instances)) return [];
  const { first, peak, last } = instances;
  return [[name, `${count(first)} at start, ${count(peak)} at peak, ${count(last)} at end`]];
}
