/** Values and changes of a run's metrics as text. */
import { figure, milliseconds, percent, perSecond, seconds } from '../format/numbers.js';
import type { Metric } from '../history/metrics.ts';

export function metricText(value: number | null, unit: Metric['unit']): string {
  if (value === null) return 'n/a';
  switch (unit) {
    case 'ms':
      return milliseconds(value);
    case 'seconds':
      return seconds(value);
    case 'requests/s':
      return perSecond(value);
    case 'share':
      return percent(value);
    case 'instance-hours':
      return `${figure(value)} h`;
  }
}

/** `+10.3 %`, or for shares `-0.5 points`. @param change 0.1 is 10 % more, or ten points. */
export function changeText(change: number | null, compareBy: Metric['compareBy']): string {
  if (change === null) return 'n/a';
  const size = compareBy === 'ratio' ? percent(change) : `${figure(change * 100)} points`;
  return change > 0 ? `+${size}` : size;
}
