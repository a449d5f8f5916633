/** The systems Scaleproof can load, by id. */
import type { System } from './contract.ts';
import { wine } from './wine.ts';

export const SYSTEMS: ReadonlyMap<string, System> = new Map([wine].map((each) => [each.id, each]));
