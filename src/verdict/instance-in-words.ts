/** Names an instance: its id is opaque, so how it came is said with it. */

import type { KnownInstance, Origin } from '../analysis/instances/origins.ts';
import { eventLetter } from '../format/event-letter.ts';
import { count } from '../format/numbers.js';

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

/** `99 %`, `< 1 %`: above 100 % too, and no more exact than such a share is known. */
export function ofEvenSplit(share: number): string {
  return share > 0 && share < 0.01 ? '< 1 %' : `${count(share * 100)} %`;
}
