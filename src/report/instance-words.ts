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
  const { first, peak, last, counts, byType = [] } = instances;
  return [
    [
      counts === undefined ? name : inCopies(name),
      `${count(first)} at start, ${count(peak)} at peak, ${count(last)} at end`,
    ],
    ...byType.map(
      (one) => [one.instanceType, `${count(one.peak)} at peak, ${count(one.last)} at end`] as const,
    ),
  ];
}

/** `Instances` or `instances`, as the copies of an inference component. */
function inCopies(name: string): string {
  return name === 'Instances' ? 'Copies' : 'copies';
}
