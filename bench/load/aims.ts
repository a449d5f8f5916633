/** The replay engine's aims, and whether the results meet them. */
import { percent, type Spread } from '../table.ts';
import { constantId, REFERENCE_RPS } from './load-case.ts';
import type { Summary } from './summary.ts';

export interface Aim {
  readonly aim: string;
  /** Null when its load was not run, or the system does not report the figure. */
  readonly measured: Spread | null;
  readonly render: (value: number) => string;
  readonly met: boolean | null;
}

const HIGHEST_RPS = 4_000;

export function judgeAims(summary: Summary): Aim[] {
  const reference = constantId(REFERENCE_RPS);
  const at = `${REFERENCE_RPS.toLocaleString('en')}/s`;
  return [
    aim(
      `${at}: at least 99.9 % arrive in their own second`,
      summary.of(reference, 'replay', ({ observed }) => observed.ownSecondShare),
      percent,
      ({ median }) => median >= 0.999,
    ),
    aim(
      `${at}: lag p99 under 5 ms`,
      summary.of(reference, 'replay', ({ observed }) => observed.lagMs.p99),
      (value) => `${value.toFixed(2)} ms`,
      ({ median }) => median < 5,
    ),
    aim(
      `${at}: a third or less of the HTTP engine's CPU, start included`,
      summary.cpuRatio(reference),
      (value) => value.toFixed(2),
      ({ median }) => median <= 1 / 3,
    ),
    aim(
      `${at}: the same without the start of either`,
      summary.cpuRatioAboveStart(reference),
      (value) => value.toFixed(2),
      ({ median }) => median <= 1 / 3,
    ),
    aim(
      `${HIGHEST_RPS.toLocaleString('en')}/s: no request lost in any round`,
      summary.of(constantId(HIGHEST_RPS), 'replay', ({ observed }) => observed.lost),
      (value) => `${value} lost`,
      ({ max }) => max === 0,
    ),
  ];
}

function aim(
  text: string,
  measured: Spread | null,
  render: (value: number) => string,
  isMet: (measured: Spread) => boolean,
): Aim {
  return { aim: text, measured, render, met: measured === null ? null : isMet(measured) };
}
