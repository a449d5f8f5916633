/** The built-in systems, by id. */
import { car } from './car.ts';
import type { System } from './contract.ts';
import { dogA, dogB } from './dog.ts';
import { iris } from './iris.ts';
import { toComponent } from './to-component.ts';
import { wine } from './wine.ts';

export const SYSTEMS: ReadonlyMap<string, System> = new Map(
  [iris, wine, car, dogA, dogB].map((each) => [each.id, toComponent(each)]),
);
