/** What made a count change, in words: for checks, findings and every report. */
import type { ScalingEvent } from './scaling-event.ts';

/** `policy keep, on alarm ...-AlarmHigh-1`, `scheduled action morning raised the minimum`; null where AWS did not say. */
export function causeInWords({ cause, direction }: ScalingEvent): string | null {
  switch (cause?.kind) {
    case 'policy':
      return `policy ${cause.name}${cause.alarm === null ? '' : `, on alarm ${cause.alarm}`}`;
    case 'scheduled-action':
      return `scheduled action ${cause.name} ${limitMoved(direction)}`;
    case 'minimum':
      return 'the minimum capacity was raised';
    case 'maximum':
      return 'the maximum capacity was lowered';
    default:
      return null;
  }
}

/** A schedule sets limits, and only a limit that the count is beyond moves it. */
function limitMoved(direction: ScalingEvent['direction']): string {
  return direction === 'out' ? 'raised the minimum' : 'lowered the maximum';
}
