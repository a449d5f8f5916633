/** Converts AWS timestamps to the clock of the machine that sent the load. */
import type { AwsEvent, AwsEventOf } from '../record/aws-events.ts';

export interface ClockOffset {
  /** AWS clock minus local clock, ms; 0 when it was never measured. */
  readonly offsetMs: number;
  /** Half-width of the interval that holds the true offset, ms; null when never measured. */
  readonly plusMinusMs: number | null;
}

/**
 * The measurement with the smallest error, which has the shortest round trip; the earliest of equals.
 * Averaging would let slow round trips spoil it.
 */
export function bestClockOffset(aws: readonly AwsEvent[]): ClockOffset {
  let best: AwsEventOf<'clock'> | null = null;
  for (const event of aws) {
    if (event.type !== 'clock') continue;
    if (best === null || event.plusMinusMs < best.plusMinusMs) best = event;
    else if (event.plusMinusMs === best.plusMinusMs && event.atMs < best.atMs) best = event;
  }
  if (best === null) return { offsetMs: 0, plusMinusMs: null };
  return { offsetMs: best.offsetMs, plusMinusMs: best.plusMinusMs };
}

/** @param awsMs epoch ms by AWS's clock. @returns epoch ms by the local clock. */
export function toLocalMs(clock: ClockOffset, awsMs: number): number {
  return awsMs - clock.offsetMs;
}

/** ± in seconds of a moment that AWS timestamped; null when the offset was never measured. */
export function clockPlusMinusSeconds(clock: ClockOffset): number | null {
  return clock.plusMinusMs === null ? null : clock.plusMinusMs / 1_000;
}
