/** The instance count over a run in words; a serverless endpoint has none, and then none are shown. */
import { count } from '../format/numbers.js';
import type { Verdict } from '../verdict/verdict.ts';

type Instances = Verdict['instances'];

/** False for a serverless endpoint, and when no poll told a count. */
export function hasInstances({ first, peak, last }: Instances): boolean {
  return first !== null || peak !== null || last !== null;
}

/** A row of a table, or none. */
export function instanceRows(instances: Instances, name: string): (readonly [string, string])[] {
  if (!hasInstances(instances)) return [];
  const { first, peak, last } = instances;
  return [[name, `${count(first)} at first, ${count(peak)} at most, ${count(last)} at last`]];
}
