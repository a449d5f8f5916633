/** The parts of a scaling event's lag as text for every report. */
import type { LagPart, ScalingEvent } from '../analysis/scaling-event.ts';
import { seconds, tenths, wholePercent } from '../format/numbers.js';

export interface LagRow {
  readonly part: LagPart;
  /** `detection`, or `detection and decision` if the boundary between them is unknown. */
  readonly name: string;
  /** `44.1 s`; `same time` if its two ends are indistinguishable. */
  readonly took: string;
  readonly plusMinus: string;
  /** `65 % of 68.1 s`; `afterwards` for recovery; empty without a total. */
  readonly share: string;
}

export function lagRows(event: ScalingEvent): LagRow[] {
  return event.lag.parts.map((part) => ({
    part,
    name: part.names.join(' and '),
    took: part.sameTime ? 'same time' : tenths(part.seconds),
    plusMinus: `±${tenths(part.plusMinusSeconds)}`,
    share: shareText(part, event.totalSeconds),
  }));
}

function shareText({ share, names }: LagPart, totalSeconds: number | null): string {
  if (names.includes('recovery')) return 'afterwards';
  if (share === null || totalSeconds === null) return '';
  return `${wholePercent(share)} of ${seconds(totalSeconds)}`;
}
