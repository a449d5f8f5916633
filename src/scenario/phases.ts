/** Converts Artillery's load phases to linear ramps. */
import { secondsOf } from '../input/duration-text.ts';
import { decimalNumber } from '../input/number-text.ts';
import type { Phase } from './schema.ts';

/** A phase as Artillery writes it; durations in seconds, or text such as `5m`. */
export interface ArtilleryPhase {
  name?: string;
  duration?: number | string;
  pause?: number | string;
  arrivalRate?: number | string;
  arrivalCount?: number | string;
  rampTo?: number | string;
}

/** @throws Error naming the phase and the key */
export function toPhases(phases: readonly ArtilleryPhase[]): Phase[] {
  return phases.map((phase, index) => {
    const at = phase.name ? `phase "${phase.name}"` : `phase ${index + 1}`;
    const name = phase.name ?? `phase ${index + 1}`;
    if (phase.pause !== undefined) {
      return { name, durationSeconds: toSeconds(at, 'pause', phase.pause), startRps: 0, endRps: 0 };
    }
    const durationSeconds = toSeconds(at, 'duration', phase.duration);
    if (phase.arrivalCount !== undefined) {
      const rps = toNumber(at, 'arrivalCount', phase.arrivalCount) / durationSeconds;
      return { name, durationSeconds, startRps: rps, endRps: rps };
    }
    if (phase.arrivalRate === undefined && phase.rampTo === undefined) {
      throw new Error(
        `${at}: expected \`arrivalRate\`, \`rampTo\`, \`arrivalCount\` or \`pause\`, found none; add one.`,
      );
    }
    const startRps = toNumber(at, 'arrivalRate', phase.arrivalRate ?? 0);
    const endRps = phase.rampTo === undefined ? startRps : toNumber(at, 'rampTo', phase.rampTo);
    return { name, durationSeconds, startRps, endRps };
  });
}

function toNumber(at: string, key: string, value: number | string): number {
  const number = typeof value === 'string' ? decimalNumber(value) : value;
  if (number !== null && Number.isFinite(number) && number >= 0) return number;
  throw new Error(
    `${at}, ${key}: expected a number of 0 or more, found ${JSON.stringify(value)}; correct it.`,
  );
}

function toSeconds(at: string, key: string, value: number | string | undefined): number {
  const seconds = typeof value === 'string' ? secondsOf(value) : (value ?? null);
  if (seconds !== null && Number.isFinite(seconds) && seconds > 0) return seconds;
  const found = value === undefined ? 'none' : JSON.stringify(value);
  throw new Error(
    `${at}, ${key}: expected seconds above 0 or text such as "5m", found ${found}; correct it.`,
  );
}
