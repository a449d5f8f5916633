/** A capacity curve in words: its points, parameters and answers, for terminal and Markdown. */
import { type CapacityCurve, type Estimate, MOST_INSTANCES } from '../capacity/curve-result.ts';
import { count, counted, percent, perSecond } from '../format/numbers.js';
import type { Row } from './load-rows.ts';

type Fit = NonNullable<CapacityCurve['fit']>;

/** What the points have in common. */
export function curveTitle({ key, across }: CapacityCurve): string {
  if (key === null) return 'Throughput by number of instances';
  const { bound, timeCompression } = key;
  const facts = [key.system, key.way, key.instanceType, key.region, key.engine]
    .filter((fact) => fact !== null)
    .join(', ');
  const factor =
    timeCompression === null || timeCompression === 1
      ? ''
      : `, AWS durations divided by ${count(timeCompression)}`;
  const mixed = across.length === 0 ? '' : ` (points differ in ${across.join(', ')})`;
  return `Throughput within ${bound} by number of instances: ${facts}${factor}${mixed}`;
}

export const POINT_HEADS = ['instances', 'throughput', 'each', 'from'] as const;

export function pointRows({ points }: CapacityCurve): string[][] {
  return points.map(({ runId, from, instances, rps }) => [
    count(instances),
    perSecond(rps),
    perSecond(rps / instances),
    `${from === 'run' ? 'run' : 'capacity test'} ${runId}`,
  ]);
}

export function fitRows({ fit }: CapacityCurve): Row[] {
  if (fit === null) return [];
  const { lambda, sigma, kappa, residual, confidence } = fit;
  return [
    ['lambda', `${withInterval(lambda, perSecond)}: one instance`],
    ['sigma', `${withInterval(sigma, small)}: contention${shown(sigma)}`],
    ['kappa', `${withInterval(kappa, small)}: coherency${shown(kappa)}`],
    ['peak', peakInWords(fit)],
    [
      'fit',
      `points lie within about ${percent(residual)} of the curve; in brackets, ${percent(confidence)} intervals`,
    ],
  ];
}

function shown({ low }: Estimate): string {
  return low > 0 ? '' : ', none shown';
}

function peakInWords({ peakInstances: peak, kappa, largestInstances: largest }: Fit): string {
  if (peak === null) return 'none: throughput keeps growing';
  // Where kappa may be 0, so may there be no peak.
  const may = kappa.low > 0 ? '' : ', if there is one';
  return `at ${withInterval(peak, (value) => count(Math.round(value)))} instances${may}${peak.value > largest ? beyond(largest) : ''}`;
}

/** One sentence for each count and rate that was asked for. */
export function answerLines({ predictions, needed, fit }: CapacityCurve): string[] {
  const largest = fit?.largestInstances ?? 0;
  return [
    ...predictions.map(
      ({ instances, rps, extrapolated }) =>
        `${counted(instances, 'instance')} carry ${withInterval(rps, perSecond)}${extrapolated ? beyond(largest) : ''}.`,
    ),
    ...needed.map(({ rps, instances, low, high, extrapolated }) =>
      instances === null
        ? `No number of instances up to ${count(MOST_INSTANCES)} carries ${perSecond(rps)}${low === null ? '' : ` (at best, ${count(low)} do)`}${extrapolated ? beyond(largest) : ''}.`
        : `${perSecond(rps)} needs ${counted(instances, 'instance')} (${count(low)} to ${high === null ? 'more than any number' : count(high)})${extrapolated ? beyond(largest) : ''}.`,
    ),
  ];
}

function beyond(largest: number): string {
  return `, extrapolated beyond the ${counted(largest, 'instance')} measured`;
}

function withInterval({ value, low, high }: Estimate, text: (value: number) => string): string {
  return `${text(value)} (${text(low)} to ${high === null ? 'no upper end' : text(high)})`;
}

/** Three digits, however small: kappa matters times the square of the count. */
function small(value: number): string {
  return String(Number(value.toPrecision(3)));
}
