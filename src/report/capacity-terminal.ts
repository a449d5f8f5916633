/** The result of a capacity test for the terminal. */
import type { Capacity, CapacityStep } from '../capacity/result.ts';
import { clock, counted, milliseconds, percent, perSecond, rate } from '../format/numbers.js';
import { stepHeader, stepLine } from './capacity-steps.ts';
import type { Palette } from './palette.ts';
import { plainText } from './plain-text.ts';
import { hanging, pad, wrap } from './text-columns.ts';

interface Layout {
  readonly directory: string;
  readonly columns: number;
  /** Of a test that nobody watched. */
  readonly withSteps: boolean;
}

const LABEL = 13;

export function renderCapacity(
  capacity: Capacity,
  { directory, columns, withSteps }: Layout,
  paint: Palette,
): string {
  const { headline, state, steps, bound, caveats } = capacity;
  const table = [paint.dim(stepHeader(bound)), ...steps.map((step) => stepLine(step, paint)), ''];
  const lines = [
    '',
    ...(withSteps && steps.length > 0 ? table : []),
    ...wrap(plainText(headline), columns).map((line) => paint.status(STATUS[state], line)),
    '',
    ...rows(capacity).flatMap(([label, text]) =>
      hanging(`  ${pad(label, LABEL)}`, plainText(text), columns),
    ),
    '',
    ...caveats.flatMap((caveat) => hanging('  - ', plainText(caveat), columns)),
    ...(caveats.length > 0 ? [''] : []),
    // Not wrapped: it is to be copied.
    `Result: ${directory}/capacity.json`,
  ];
  return `${lines.join('\n')}\n`;
}

const STATUS = {
  found: 'pass',
  'at-least': 'pass',
  none: 'fail',
  inconclusive: 'inconclusive',
} as const;

function rows(capacity: Capacity): [string, string][] {
  const { interval, unit, perUnitRps, limitedBy, kneeRps, hysteresis, maxRps } = capacity;
  const found: [string, string | null][] = [
    ['interval', interval === null ? null : intervalInWords(interval)],
    ['per unit', perUnitRps === null ? null : perUnit(unit, perUnitRps)],
    ['at that rate', atRate(capacity.steps, maxRps)],
    ['gave out', limitedBy?.message ?? null],
    ['knee', kneeRps === null ? null : `${rate(kneeRps)}, where throughput bends (a cross-check)`],
    ['way down', hysteresis?.message ?? null],
    ['test', testInWords(capacity)],
  ];
  return found.filter((row): row is [string, string] => row[1] !== null);
}

function intervalInWords({ low, high }: NonNullable<Capacity['interval']>): string {
  if (high === null) return `from ${rate(low)}; no rate above it was missed`;
  return `${rate(low)} was met, ${rate(high)} was not (${percent((high - low) / high)} apart)`;
}

function perUnit({ kind, count }: Capacity['unit'], perUnitRps: number): string {
  const of = kind === 'instances' ? 'instance' : 'concurrent request';
  return `${perSecond(perUnitRps)} for each ${of} (${counted(count ?? 0, of)})`;
}

function atRate(steps: readonly CapacityStep[], maxRps: number | null): string | null {
  const step = steps.findLast(
    ({ targetRps, outcome, purpose }) =>
      targetRps === maxRps && outcome === 'met' && purpose !== 'falling',
  );
  if (step === undefined) return null;
  const { latencyMs, concurrency, modelLatencyMs, overheadLatencyMs, littlesLawDeviation } = step;
  const parts = [
    `p50 ${milliseconds(latencyMs.p50)}, p99 ${milliseconds(latencyMs.p99)}`,
    `${counted(Math.round(concurrency), 'request')} in flight`,
    ...(modelLatencyMs === null ? [] : [`ModelLatency ${milliseconds(modelLatencyMs)}`]),
    ...(overheadLatencyMs === null ? [] : [`OverheadLatency ${milliseconds(overheadLatencyMs)}`]),
    ...(littlesLawDeviation === null
      ? []
      : [`Little’s law within ${percent(littlesLawDeviation)}`]),
  ];
  return parts.join('; ');
}

function testInWords({ steps, durationSeconds, engine }: Capacity): string {
  return `${counted(steps.length, 'step')} in ${clock(durationSeconds)}, sent by ${engine}`;
}
