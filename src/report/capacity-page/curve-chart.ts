/** Throughput by number of instances: points, the fitted curve with its interval, dashed beyond what was measured. */
import type { CapacityCurve } from '../../capacity/curve-result.ts';
import { count, counted, figure, percent } from '../../format/numbers.js';
import type { Markup } from '../html/markup.ts';
import { axisFromZero, type XySeries, xyChart } from './xy-chart.ts';

/** Null where nothing was fitted. */
export function curveChart({ curve, points, fit }: CapacityCurve): Markup | null {
  const last = curve.at(-1);
  if (fit === null || last === undefined) return null;
  const { largestInstances: largest, confidence } = fit;
  const seen = curve.filter(({ instances }) => instances <= largest);
  // From the last point measured on, so that the two parts meet.
  const beyond = curve.slice(Math.max(0, seen.length - 1));
  const along = (part: CapacityCurve['curve'], of: 'rps' | 'low' | 'high') =>
    part.map((one) => ({ x: one.instances, y: one[of] }));
  const series: readonly XySeries[] = [
    {
      ...{ label: `${percent(confidence)} interval`, kind: 'range', color: 'main' },
      ...{ points: along(curve, 'low'), upper: along(curve, 'high') },
    },
    { label: 'fitted', kind: 'line', color: 'main', points: along(seen, 'rps') },
    {
      ...{ label: 'extrapolated', kind: 'line', color: 'main', dashed: true },
      points: along(beyond, 'rps'),
    },
    {
      ...{ label: 'measured', kind: 'points', color: 'second' },
      points: points.map(({ instances, rps }) => ({ x: instances, y: rps })),
    },
  ];
  const highest = Math.max(...curve.map(({ high }) => high), ...points.map(({ rps }) => rps));
  return xyChart({
    title: 'Throughput by number of instances',
    caption: `Measured up to ${counted(largest, 'instance')}; extrapolated beyond.`,
    x: axisFromZero('instances', last.instances, figure),
    y: axisFromZero('requests/s within the bound', highest, count),
    series,
  });
}
