/** Published measurements of throughput, to which others have fitted the same law. */
import type { UslPoint } from '../../src/capacity/usl.ts';

const points = (pairs: readonly (readonly [number, number])[]): UslPoint[] =>
  pairs.map(([instances, rps]) => ({ instances, rps }));

/** SPEC SDM91 by virtual users (`specsdm91` of the R package usl). */
export const SPEC_SDM91 = points([
  [1, 64.9],
  [18, 995.9],
  [36, 1652.4],
  [72, 1853.2],
  [108, 1828.9],
  [144, 1775.0],
  [216, 1702.2],
]);

/** Ray tracing on a NUMA machine by processors (Gunther, "Guerrilla Capacity Planning", 2007). */
export const RAY_TRACER = points([
  [1, 20],
  [4, 78],
  [8, 130],
  [12, 170],
  [16, 190],
  [20, 220],
  [24, 245],
  [28, 255],
  [32, 280],
  [48, 292],
  [64, 310],
]);
