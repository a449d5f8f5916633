/** Names an instance: its id is opaque, so how it came is said with it. */

import type { KnownInstance, Origin } from '../analysis/instances/origins.ts';
import { eventLetter } from '../format/event-letter.ts';

/** `i-0c1f (one of the first)`; scaling events have the letters that reports give them. */
export function nameOf({ id, origin }: Pick<KnownInstance, 'id' | 'origin'>): string {
  return `${id} (${originInWords(origin)})`;
}

export function originInWords(origin: Origin): string {
  switch (origin.kind) {
    case 'first':
      return 'one of the first';
    case 'scale-out':
      return `from scale-out ${eventLetter(origin.event)}`;
    case 'replacement':
      return 'a replacement';
  }
}
